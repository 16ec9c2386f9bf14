import { type BoardHome, type Reading, isKnown, healthOf } from '../../board/board-home.ts';
import { isTokenGiven, refusalOf, type Access, type Asked } from '../../board/access.ts';
import { POLICY, refusalPage } from '../../board/frame.ts';
import { overviewPage } from '../../board/overview.ts';
import { languageAsked, type Reader } from '../../board/reader.ts';
import { routeOf, type Route } from '../../board/route.ts';
import { siretPage } from '../../board/siret-page.ts';
import { siretsPage } from '../../board/sirets-page.ts';
import { BOARD_STYLE } from '../../board/style.ts';
import { accountOf } from '../../domain/account-queue.ts';
import { systemClock } from '../../domain/clock.ts';
import { toRaccordError } from '../../errors/to-raccord-error.ts';
import type { Logger } from '../../log/logger.ts';
import { loadTexts, type Language } from '../../messages/load-texts.ts';
import { mergedMetrics, prometheusText } from '../../reporting/metrics/prometheus.ts';
import type { Redactor } from '../../secrets/redactor.ts';
import { readFigures, readHistory, readHome, type ShownHome } from './read-home.ts';
import { todosAbout, todosOf } from './todo.ts';
import { jsonText } from '../../domain/json.ts';
import { createServer, type Server } from 'node:http';

/** An HTTP request to the board. */
export interface Request extends Asked {
  /** Path and query. */
  readonly target: string;
  readonly languages: string | undefined;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface BoardParts {
  readonly homes: readonly ShownHome[];
  readonly access: Access;
  /** Language used if the browser accepts none of the available ones. */
  readonly language: Language;
  readonly redactor: Redactor;
  readonly logger: Logger;
}

const HEADERS = {
  'content-security-policy': POLICY,
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const;

const HTML = { 'content-type': 'text/html; charset=utf-8', vary: 'accept-language' } as const;
const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' } as const;
const METRICS_TYPE = { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' } as const;
const CSS = { 'content-type': 'text/css; charset=utf-8' } as const;

/** Answers requests with the current state of the ledgers. */
class Board {
  readonly #parts: BoardParts;
  /** Readings in progress, shared by concurrent requests. */
  readonly #inFlight = new Map<ShownHome, Promise<Reading>>();

  constructor(parts: BoardParts) {
    this.#parts = parts;
  }

  /** Answers one request; an error is answered with status 500. */
  async answer(request: Request): Promise<Answer> {
    const { access, language: usual, redactor, logger } = this.#parts;
    const asked = routeOf(request.target);
    const language = languageAsked(request.languages, usual);
    const reader: Reader = {
      ...{ language, texts: (await loadTexts(language))(), refresh: asked?.refresh },
    };
    const kind = asked?.route.kind;
    const refused = refusalOf(request, access, kind === 'style' || kind === 'health');
    if (refused !== undefined) return refusal(refused, reader);
    if (asked === undefined) return refusal(400, reader);
    try {
      const { status, headers, body } = await this.#routed(asked.route, reader, request);
      const refresh = reader.refresh !== undefined && { refresh: String(reader.refresh) };
      return {
        status,
        headers: { ...HEADERS, ...headers, ...(headers === HTML && refresh) },
        body: redactor.redact(body),
      };
    } catch (error) {
      logger.error({ code: toRaccordError(error).code, error: String(error) }, 'board');
      return refusal(500, reader);
    }
  }

  async #routed(route: Route, reader: Reader, { authorization }: Request): Promise<Answer> {
    switch (route.kind) {
      case 'overview':
        return page(overviewPage(await this.#homes(reader), reader));
      case 'sirets':
        return page(siretsPage(await this.#homes(reader), route.wanted, reader));
      case 'siret':
        return this.#siret(route, reader);
      case 'health': {
        const { token } = this.#parts.access;
        const isTold = token === undefined || isTokenGiven(authorization, token);
        const health = healthOf(await this.#homes(reader));
        const { ok, ...whole } = health;
        const body = `${jsonText(isTold ? whole : { status: whole.status })}\n`;
        return { status: ok ? 200 : 503, headers: JSON_TYPE, body };
      }
      case 'metrics':
        return this.#metrics();
      case 'style':
        return { status: 200, headers: CSS, body: BOARD_STYLE };
      case 'unknown':
        return refusal(404, reader);
    }
  }

  #homes(reader: Reader): Promise<BoardHome[]> {
    return Promise.all(this.#parts.homes.map((home) => this.#home(home, reader)));
  }

  async #home(shown: ShownHome, { language }: Reader): Promise<BoardHome> {
    const { profile, portalUrl, environment, home: folder, ...config } = shown.config;
    const logins = this.#loginsOn(portalUrl.host);
    const { timezone, login, delivery } = config;
    const reading = await this.#reading(shown);
    const now = systemClock.now();
    const place = { profile, timezone, now };
    const { shownBy } = shown;
    const texts = (await loadTexts(language))(profile);
    return {
      ...{
        ...place,
        shownBy,
        portal: portalUrl.hostname,
        environment,
        folder,
        login,
        delivery,
        reading,
      },
      todos: todosOf(reading, { ...place, language, texts, logins }),
    };
  }

  /** Returns the shown administrators of a portal with their profiles. */
  #loginsOn(portal: string): Map<string, string | undefined> {
    const own = this.#parts.homes
      .map(({ config }) => config)
      .filter(({ portalUrl }) => portalUrl.host === portal);
    return new Map(
      own.flatMap(({ login, profile }) =>
        login === undefined ? [] : [[accountOf(portal, login).login, profile] as const],
      ),
    );
  }

  #reading(shown: ShownHome): Promise<Reading> {
    const going = this.#inFlight.get(shown);
    if (going !== undefined) return going;
    const reading = readHome(shown).finally(() => this.#inFlight.delete(shown));
    this.#inFlight.set(shown, reading);
    return reading;
  }

  async #siret(route: Extract<Route, { kind: 'siret' }>, reader: Reader): Promise<Answer> {
    const { homes } = this.#parts;
    const asked = homes.find(({ config }) => config.profile === route.profile);
    const profile = asked?.shownBy ?? route.profile;
    for (const shown of homes) {
      if (profile !== undefined && shown.config.profile !== profile) continue;
      const home = await this.#home(shown, reader);
      if (!isKnown(home)) continue;
      const enrolment = home.reading.standing.enrolments.find(({ siret }) => siret === route.siret);
      if (enrolment === undefined) continue;
      const { events, deliveries } = await readHistory(shown, enrolment.siret);
      const texts = (await loadTexts(reader.language))(home.profile);
      const logins = this.#loginsOn(shown.config.portalUrl.host);
      const place = { ...home, ...reader, texts, logins };
      const todos = todosAbout(enrolment.siret, home.reading, place);
      return page(siretPage({ home, enrolment, events, deliveries, todos }, reader));
    }
    return refusal(404, reader);
  }

  async #metrics(): Promise<Answer> {
    const { homes } = this.#parts;
    try {
      const places = await Promise.all(
        homes.map(async (shown) => {
          const labels: Record<string, string> =
            homes.length > 1 ? { profile: shown.config.profile ?? '' } : {};
          return { labels, metrics: await readFigures(shown) };
        }),
      );
      return { status: 200, headers: METRICS_TYPE, body: prometheusText(mergedMetrics(places)) };
    } catch (error) {
      return { status: 503, headers: METRICS_TYPE, body: `# ${toRaccordError(error).code}\n` };
    }
  }
}

function page(body: string): Answer {
  return { status: 200, headers: HTML, body };
}

function refusal(status: 400 | 401 | 404 | 405 | 421 | 500, reader: Reader): Answer {
  const more = {
    401: { 'www-authenticate': 'Basic realm="raccord board", charset="UTF-8"' },
    405: { allow: 'GET, HEAD' },
  };
  return {
    status,
    headers: { ...HEADERS, ...HTML, ...(status === 401 || status === 405 ? more[status] : {}) },
    body: refusalPage(status, reader),
  };
}

/** Creates the board's server, which does not listen yet. */
export function serverOf(parts: BoardParts): Server {
  const shown = new Board(parts);
  return createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    void shown
      .answer({
        ...{ method, target: url, host: headers.host, authorization: headers.authorization },
        languages: headers['accept-language'],
      })
      .then(({ status, headers: own, body }) => {
        const bytes = Buffer.from(body, 'utf8');
        response.writeHead(status, { ...own, 'content-length': bytes.length });
        response.end(method === 'HEAD' ? undefined : bytes);
      });
  });
}
