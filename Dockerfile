# Courant as a container: one image for every role. Building needs the npm registry and nothing else.

FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-progress
COPY . .
RUN npm run build

FROM node:22-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-progress --omit=dev

FROM node:22-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 LOG_FORMAT=json DATA_DIR=/data
WORKDIR /app
RUN mkdir /data && chown node:node /data
COPY --from=packages /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY package.json LICENSE ./
# Migrations are applied at the start; the sample papers are for `courant demo`; a language is a file
# here; the model is what matching starts with.
COPY prisma ./prisma
COPY templates/messages ./templates/messages
COPY samples ./samples
COPY models ./models
USER node
VOLUME /data
EXPOSE 3000
# For the roles `web` and `all`; a worker serves no HTTP, so its container switches this off (docker-compose.yml does).
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/health/live').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# No shell and no npm in between: SIGTERM reaches the process that has to finish its work.
CMD ["node", "dist/main.js"]
