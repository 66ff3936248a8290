# By digest, so that every build begins with the same files: CONTRIBUTING.md says when it is renewed.
ARG BASE=python:3.11-slim-bookworm@sha256:0a310eeecf4e1f5a0743f9a6520c90c88d089c903ca5fd283f501e3a805f5f89

FROM ${BASE} AS dependencies
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /src
RUN python -m venv --without-pip /opt/accord
COPY requirements.lock .
# Babel knows a thousand languages and regions, in 31 MB. Kept are those that Accord speaks, with their regions.
# Bytecode that trusts its source: builders round times, and whoever runs the image may not compile it again.
RUN python -m pip --python /opt/accord/bin/python install --no-compile --require-hashes -r requirements.lock \
  && python -m compileall -q -j 0 --invalidation-mode unchecked-hash /opt/accord/lib \
  && find /opt/accord/lib/python3.*/site-packages/babel/locale-data -name '*.dat' \
    ! -name root.dat ! -name 'en*.dat' ! -name 'cy*.dat' -delete

FROM dependencies AS build
COPY requirements-build.lock .
RUN python -m pip install --require-hashes -r requirements-build.lock
COPY . .
RUN python -m pip wheel --no-deps --no-build-isolation --wheel-dir /dist . \
  && python -m pip --python /opt/accord/bin/python install --no-compile --no-deps --root /installed /dist/*.whl \
  && python -m compileall -q -j 0 --invalidation-mode unchecked-hash -s /installed -p / /installed

FROM ${BASE}
LABEL org.opencontainers.image.title="Accord" \
  org.opencontainers.image.description="Partnership check-ins in Slack, Teams and on the web" \
  org.opencontainers.image.version="0.2.0" \
  org.opencontainers.image.licenses="Apache-2.0 AND OFL-1.1"
RUN python -m pip uninstall --yes --root-user-action ignore pip setuptools wheel \
  && useradd --uid 10001 --home-dir /data --create-home --skel /dev/null accord \
  && install --directory --owner accord --group accord --mode 0700 /keys
# Two layers: a new version of Accord alone changes only the second, which is small.
COPY --from=dependencies /opt/accord /opt/accord
COPY --from=build /installed/opt/accord /opt/accord
# The default database lies in data/ under the working folder.
WORKDIR /
ENV PATH=/opt/accord/bin:$PATH PYTHONUNBUFFERED=1 ACCORD_HOST=0.0.0.0 ACCORD_PORT=8000 ACCORD_KEYS_FOLDER=/keys
USER 10001
# It needs a second volume at /keys, and does not start without one. Were it declared here, Docker would mount an
# anonymous one, which the next container does not get, and the keys of open rounds would be lost with it.
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=15s CMD ["python", "-c", \
  "import os, urllib.request as u; u.urlopen('http://127.0.0.1:' + os.environ['ACCORD_PORT'] + '/healthz', timeout=4)"]
CMD ["accord", "serve"]
