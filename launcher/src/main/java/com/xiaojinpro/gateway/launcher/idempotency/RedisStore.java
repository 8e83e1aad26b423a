package com.xiaojinpro.gateway.launcher.idempotency;

import com.xiaojinpro.gateway.config.Secret;
import com.xiaojinpro.gateway.ingress.idempotency.IdempotencyStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.tracing.TracingPolicy;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A Redis. Each operation is one script, which Redis runs alone; 2.6 and all later versions can. Where it is away, calls fail
 * at once or by the caller's timeout, and connections are made anew when they are next needed. Thread-safe.
 */
public final class RedisStore implements IdempotencyStore {
    private static final String PREFIX = "xjp:idempotency:";
    private static final int CONNECTIONS = 8;
    private static final int WAITING = 1_024;
    private static final int CONNECT_MILLIS = 1_000;

    private static final String TAKE = """
            local there = redis.call('GET', KEYS[1])
            if there then return there end
            redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
            return false""";

    private static final String PUT = """
            local there = redis.call('GET', KEYS[1])
            if there and there ~= ARGV[1] then return 0 end
            redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
            return 1""";

    private static final String RELEASE = """
            if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
            return 0""";

    private final Redis redis;

    /** Does not connect before it is first asked. */
    public RedisStore(Vertx vertx, Secret url) {
        this.redis = Redis.createClient(
                vertx,
                new RedisOptions()
                        .setConnectionString(url.reveal())
                        .setNetClientOptions(new NetClientOptions()
                                .setConnectTimeout(CONNECT_MILLIS)
                                .setTcpNoDelay(true))
                        .setMaxPoolSize(CONNECTIONS)
                        .setMaxPoolWaiting(WAITING)
                        .setTracingPolicy(TracingPolicy.IGNORE));
    }

    @Override
    public Future<byte @Nullable []> take(String key, byte[] mine, Duration lease) {
        return redis.send(script(TAKE, key).arg(Buffer.buffer(mine)).arg(lease.toMillis()))
                .map(there -> there == null ? null : there.toBytes());
    }

    @Override
    public Future<Boolean> put(String key, byte[] mine, byte[] value, Duration ttl) {
        return redis.send(script(PUT, key)
                        .arg(Buffer.buffer(mine))
                        .arg(Buffer.buffer(value))
                        .arg(ttl.toMillis()))
                .map(RedisStore::done);
    }

    @Override
    public Future<Boolean> release(String key, byte[] mine) {
        return redis.send(script(RELEASE, key).arg(Buffer.buffer(mine))).map(RedisStore::done);
    }

    @Override
    public Future<Void> close() {
        return redis.close();
    }

    private static Request script(String script, String key) {
        return Request.cmd(Command.EVAL).arg(script).arg(1).arg(PREFIX + key);
    }

    private static boolean done(@Nullable Response answer) {
        return answer != null && answer.toInteger() == 1;
    }
}
