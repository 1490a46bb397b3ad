# The portal as one image for web, worker and beat. It takes the steps that `make run` takes: bin/bootstrap, then
# bin/prepare (once, before the rest), then what the Procfile names. See docker-compose.yml.
FROM python:3.13-slim-trixie

ENV PYTHONUNBUFFERED=1 UV_COMPILE_BYTECODE=1
WORKDIR /portal

# Only what the packages depend on, so that a change of code does not install them again.
COPY bin/bootstrap bin/
COPY requirements requirements
COPY package.json package-lock.json .npmrc ./
# Backups need the client of PostgreSQL, as new as the server in docker-compose.yml.
RUN apt-get update -qq && apt-get install --yes -qq --no-install-recommends postgresql-client-17 \
    && bin/bootstrap run && rm -rf .bootstrap /root/.cache /root/.npm /var/lib/apt/lists/*

COPY . .
# A fixed number, so that a folder of the machine (for backups) can be given to it: docs/handbook/beheer.md.
RUN useradd --uid 10001 --user-group --no-create-home portal && install --directory --owner portal --group portal /data /backup

# The code belongs to root and the portal runs as somebody else: it writes in /data and /tmp, and nowhere else.
# By its number: Kubernetes cannot tell whether a name is root (runAsNonRoot).
USER 10001
ENV PATH=/portal/.venv/bin:$PATH HOME=/tmp DATA_DIR=/data \
    BIND=0.0.0.0 PORT=8000 WORKER_POOL=prefork EXAMPLE=no
VOLUME /data /backup
EXPOSE 8000
CMD ["bin/process", "web"]
