# The API as an image: Node's own 24, without what only development needs, and not as root.
# Pin the base by its digest: docker build --build-arg BASE=node:24-slim@sha256:… .
# Nothing in it depends on the processor, so the same lines build it for x64 and for arm64.
ARG BASE=node:24-slim
FROM ${BASE} AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
# The optional Node of this repository is for machines with an older one.
# Nothing reads source maps and types here, which are a third of the packages.
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund \
  && find node_modules -type f '(' -name '*.map' -o -name '*.d.*ts' -o -name '*.d.ts' ')' -delete

FROM ${BASE} AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=optional --ignore-scripts --no-audit --no-fund
COPY nest-cli.json tsconfig.json tsconfig.build.json ./
# The compiler's command looks for the schematics that nest-cli.json names, whatever it is asked to do.
COPY schematics schematics
COPY scripts/sbom.ts scripts/
COPY src src
RUN npm run build && node scripts/sbom.ts > sbom.cdx.json

FROM ${BASE}
ARG REVISION=unknown
ARG SOURCE=unknown
LABEL org.opencontainers.image.title="Todo API" \
      org.opencontainers.image.version="1.0.11" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.source="${SOURCE}" \
      org.opencontainers.image.licenses="MIT"
ENV NODE_ENV=production DATA_DIR=/data
WORKDIR /app
COPY package.json openapi.json LICENSE ./
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /app/sbom.cdx.json ./
COPY --from=build /app/dist dist
# A user that an orchestrator chooses is in group 0, unless the orchestrator says otherwise.
RUN mkdir -m 770 /data && chown 1000:0 /data
# A number, so that Kubernetes can tell that it is not root.
USER 1000
# The embedded database and the signing key made for it, where there is no MONGODB_URI.
VOLUME /data
EXPOSE 5000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 5000}/health/live`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Node itself is the first process, so that SIGTERM reaches it.
CMD ["node", "dist/main.js"]
