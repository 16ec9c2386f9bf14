# raccord and a browser, for a user that is not root: docs/docker.md
ARG NODE=22.21.1-trixie-slim

# Compiles dist/, and better-sqlite3 where no ready-made one can be had.
FROM node:${NODE} AS build
RUN apt-get update \
  && apt-get install --yes --no-install-recommends g++ make python3 \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /opt/raccord
COPY .npmrc package.json package-lock.json ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY scripts scripts
COPY bin bin
COPY src src
COPY flows flows
COPY fixtures fixtures
# `raccord worker` needs the optional peer, which is pruned with what only development needs.
RUN npm run build && npm prune --omit=dev \
  && npm install --no-save --ignore-scripts --omit=dev pg-boss@12.38.0

FROM node:${NODE}
RUN apt-get update \
  && apt-get install --yes --no-install-recommends \
    ca-certificates chromium-headless-shell fonts-liberation libnss3-tools tini \
  && rm -rf /var/lib/apt/lists/* \
  && groupadd --gid 10001 raccord \
  && useradd --uid 10001 --gid 10001 --home-dir /var/lib/raccord --shell /usr/sbin/nologin raccord \
  && install --directory --mode 0700 --owner raccord --group raccord /var/lib/raccord
COPY --from=build /opt/raccord/package.json /opt/raccord/package.json
COPY --from=build /opt/raccord/bin /opt/raccord/bin
COPY --from=build /opt/raccord/dist /opt/raccord/dist
COPY --from=build /opt/raccord/node_modules /opt/raccord/node_modules
RUN ln -s /opt/raccord/bin/raccord.js /usr/local/bin/raccord
ENV NODE_ENV=production \
  HOME=/var/lib/raccord \
  RACCORD_BROWSER=/usr/bin/chromium-headless-shell
# Home, keys, sessions, reports, locks: all that is written but for what a run needs in /tmp.
VOLUME /var/lib/raccord
WORKDIR /var/lib/raccord
USER 10001:10001
STOPSIGNAL SIGTERM
# As process 1 it hands SIGTERM to raccord alone, and buries what the browser leaves behind.
ENTRYPOINT ["/usr/bin/tini", "--", "raccord"]
CMD ["--help"]
