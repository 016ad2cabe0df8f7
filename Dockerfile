# QuoteTrack for production: `docker build -t quotetrack .`
# Two stages: the first installs the hashed lock, the second holds only what runs.

FROM python:3.13-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /venv
COPY requirements.txt /tmp/requirements.txt
RUN /venv/bin/pip install --require-hashes --only-binary :all: -r /tmp/requirements.txt

FROM python:3.13-slim
# Share images are typeset; without these fonts many of them could not show the words.
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
       fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin quotetrack \
    && install -d -o quotetrack -g quotetrack /backups /kept
COPY --from=build /venv /venv
WORKDIR /app
COPY . .
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    QUOTETRACK_MODE=production \
    STATIC_ROOT=/app/staticfiles \
    QUOTETRACK_KEPT_DIR=/kept
# Values for this one step; nothing of them stays in the image.
RUN python -m compileall -q quotetrack quotes sources \
    && SECRET_KEY=only-for-collecting-files SITE_URL=https://build.invalid \
       ALLOWED_HOSTS=build.invalid DATABASE_URL=postgres://build.invalid/none \
       python manage.py collectstatic --no-input --verbosity 0
USER quotetrack
VOLUME /backups /kept
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "deploy/healthy.py"]
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", \
     "--workers", "2", "--blocking-threads", "8", "--respawn-failed-workers", \
     "quotetrack.wsgi:application"]
