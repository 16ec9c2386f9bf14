// Counts what Playwright's client sends to its driver, and the documents that the browser loads. No
// public interface tells either; both ends are in one process and hand each other plain messages.
import { chromium } from 'playwright';

export function watchConnection() {
  const connection = chromium._connection;
  const watched = { calls: 0, pageLoads: 0 };
  const { onmessage } = connection;
  connection.onmessage = (message) => {
    watched.calls += 1;
    return onmessage(message);
  };
  const dispatch = connection.dispatch.bind(connection);
  connection.dispatch = (message) => {
    const { method, params } = message;
    if (method === 'navigated' && params.newDocument !== undefined) watched.pageLoads += 1;
    return dispatch(message);
  };
  return watched;
}
