ARG BASE=python:3.11-slim-bookworm

FROM ${BASE} AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src
RUN python -m venv /opt/accord
COPY requirements.lock requirements-build.lock ./
RUN /opt/accord/bin/python -m pip install --require-hashes -r requirements.lock \
  && python -m pip install --require-hashes -r requirements-build.lock
COPY . .
RUN python -m pip wheel --no-deps --no-build-isolation --wheel-dir /dist . \
  && /opt/accord/bin/python -m pip install --no-deps /dist/*.whl

FROM ${BASE}
RUN useradd --uid 10001 --home-dir /data --create-home --skel /dev/null accord \
  && install --directory --owner accord --group accord --mode 0700 /keys
COPY --from=build /opt/accord /opt/accord
# The default database lies in data/ under the working folder.
WORKDIR /
ENV PATH=/opt/accord/bin:$PATH PYTHONUNBUFFERED=1 ACCORD_HOST=0.0.0.0 ACCORD_PORT=8000 ACCORD_KEYS_FOLDER=/keys
USER 10001
# /keys is no VOLUME: Docker would mount an anonymous one, which the next container does not get, and Accord would
# move the keys of open rounds there. Until the operator mounts one, Accord keeps the keys in /data.
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=15s CMD ["python", "-c", \
  "import os, urllib.request as u; u.urlopen('http://127.0.0.1:' + os.environ['ACCORD_PORT'] + '/healthz', timeout=4)"]
CMD ["accord", "serve"]
