# syntax=docker/dockerfile:1
# One image for every role of the gateway. As it is, it serves the demonstration provider on port 8080:
#   docker run -p 8080:8080 -e XJP_CLIENT_KEY=... IMAGE
# A configuration of your own is mounted, and named in the command:
#   docker run ... -v "$PWD/conf:/etc/xjp:ro" IMAGE run --config /etc/xjp/xjp.toml
# In it, server.host must be "0.0.0.0": nothing outside the container reaches 127.0.0.1 within.

FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    mvn -B -ntp -pl launcher -am -DskipTests package \
    && mkdir /app \
    && cp launcher/target/launcher-*.jar launcher/target/lib/*.jar /app/

FROM eclipse-temurin:25-jre
RUN groupadd --system --gid 10001 xjp \
    && useradd --system --uid 10001 --gid xjp --home-dir /var/lib/xjp --create-home --shell /usr/sbin/nologin xjp
COPY --from=build /app /opt/xjp/lib
COPY conf/container.toml /etc/xjp/xjp.toml
USER 10001:10001
WORKDIR /var/lib/xjp
EXPOSE 8080 8081
# Liveness only: a node that is draining, or has lost a store, must not be restarted for it.
HEALTHCHECK --interval=5s --timeout=3s --start-period=20s --retries=3 \
    CMD ["curl", "-fsS", "-o", "/dev/null", "http://127.0.0.1:8081/livez"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=75", "-XX:+ExitOnOutOfMemoryError", \
    "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", \
    "-cp", "/opt/xjp/lib/*", "com.xiaojinpro.gateway.launcher.Main"]
CMD ["run", "--config", "/etc/xjp/xjp.toml"]
