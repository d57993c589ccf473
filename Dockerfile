# The machine that the course runs on: Debian, its own Python 3.11, and the packages of requirements.lock.
# One image serves CPU and GPU. The course itself is not in it: it is mounted, and may change at any time.
FROM debian:bookworm-slim

# No versions here: Debian's stable release replaces a package only by a mended one, and drops the old.
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install --yes --no-install-recommends \
    ca-certificates curl git less openssh-client procps python3 python3-venv shellcheck \
 && rm -rf /var/lib/apt/lists/*

RUN groupadd --gid 1000 learner \
 && useradd --uid 1000 --gid 1000 --create-home --shell /bin/bash learner

# The environment belongs to root and lies outside the home folder: a learner can't change it by accident,
# and a dev container that gives the learner another user id has nothing large to hand over.
# It sees the learner's own packages (`pip install --user`), which come after its own and never replace them.
# The lock is copied and not mounted for one command: podman would not notice that it has changed.
COPY requirements.lock /opt/kindling/

# uv is taken from the lock by pip, and takes the rest. Bytecode is compiled here, because a learner can't.
RUN --mount=type=cache,target=/var/cache/uv,sharing=locked \
    python3 -m venv --system-site-packages /opt/venv \
 && sed -n '/^uv==/,/[^\\]$/p' /opt/kindling/requirements.lock > /tmp/uv.txt \
 && /opt/venv/bin/pip install --no-cache-dir --require-hashes --only-binary :all: --requirement /tmp/uv.txt \
 && /opt/venv/bin/uv pip install --python /opt/venv/bin/python --require-hashes --only-binary :all: \
    --cache-dir /var/cache/uv --link-mode copy --compile-bytecode --requirement /opt/kindling/requirements.lock \
 && rm /tmp/uv.txt \
 && mv /opt/venv/bin/uv /opt/kindling/uv-itself

ENV VIRTUAL_ENV=/opt/venv \
    PATH=/opt/venv/bin:$PATH:/home/learner/.local/bin \
    KINDLING_CONTAINER=1 \
    LANG=C.UTF-8

# The commands `kindling`, and `pip` and `uv` with a hint in place of a refusal that explains nothing.
COPY .devcontainer/image/ /opt/kindling/
RUN chmod -R a+rX /opt/kindling \
 && install --mode 644 /opt/kindling/pip_guard.py /opt/venv/lib/python3.11/site-packages/pip/__main__.py \
 && install --mode 755 /opt/kindling/kindling /opt/kindling/pip /opt/kindling/uv /opt/venv/bin/ \
 && ln --symbolic --force pip /opt/venv/bin/pip3 \
 && ln --symbolic --force pip /opt/venv/bin/pip3.11 \
 && install --mode 644 /opt/kindling/profile.sh /etc/profile.d/kindling.sh \
 && python -m compileall -q /opt/venv/lib/python3.11/site-packages/pip/__main__.py

# By name, because the dev container may give the learner another user id.
# hadolint ignore=DL3066
USER learner

# The cache folders are made before a volume is mounted over them, which then belongs to the learner too.
# matplotlib lists its fonts there once, so that no lesson waits for it. The folder for packages of one's own
# is there from the start, because a Python that is already running looks only into folders that were.
RUN mkdir -p ~/.cache/kindling ~/.cache/pip ~/.cache/torch ~/.cache/uv "$(python -m site --user-site)" \
 && python -c "import matplotlib.font_manager"

CMD ["bash"]
