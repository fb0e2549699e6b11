FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tools tools
COPY src src
COPY deploy/rights.mjs deploy/
RUN node tools/build.mjs

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 IDC_DATA_DIR=/data
WORKDIR /app
COPY --from=build /app/package.json ./
# All that is not bundled: the native part of KurrentDB's client, and what loads it.
COPY --from=build /app/node_modules/@kurrent node_modules/@kurrent
COPY --from=build /app/node_modules/@neon-rs node_modules/@neon-rs
COPY --from=build /app/dist dist
COPY data data
RUN mkdir /data /secrets /erased && chown node:node /data /secrets /erased
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/health/ready').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
CMD ["node", "dist/register.js"]
