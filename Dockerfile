# The API as an image: Node's own 24, without what only development needs, and not as root.
# Pin the base by its digest: docker build --build-arg BASE=node:24-slim@sha256:… .
ARG BASE=node:24-slim
FROM ${BASE} AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
# The optional Node of this repository is for machines with an older one.
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund

FROM ${BASE} AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=optional --ignore-scripts --no-audit --no-fund
COPY nest-cli.json tsconfig.json tsconfig.build.json ./
COPY src src
RUN npm run build

FROM ${BASE}
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Todo API" \
      org.opencontainers.image.version="1.0.11" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.licenses="MIT"
ENV NODE_ENV=production DATA_DIR=/data
WORKDIR /app
COPY package.json openapi.json ./
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /app/dist dist
RUN mkdir -m 700 /data && chown node:node /data
USER node
# The embedded database and the signing key made for it, where there is no MONGODB_URI.
VOLUME /data
EXPOSE 5000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 5000}/health/live`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Node itself is the first process, so that SIGTERM reaches it.
CMD ["node", "dist/main.js"]
