package com.xiaojinpro.gateway.accounts.keys;

import static com.xiaojinpro.gateway.accounts.TestServer.await;

import com.xiaojinpro.gateway.accounts.TestServer;
import com.xiaojinpro.gateway.accounts.database.ChangeFeed;
import com.xiaojinpro.gateway.accounts.database.Database;
import com.xiaojinpro.gateway.config.GatewayConfig;
import com.xiaojinpro.gateway.config.Secret;
import com.xiaojinpro.gateway.ingress.auth.Principal;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/** One node's view of a database, and shorthands for what tests do to it. */
record Fixture(Directory directory, DatabaseKeys keys, ChangeFeed feed) {
    static final Secret PEPPER = new Secret("a-pepper-of-the-tests-0123456789");
    static final Actor ACTOR = new Actor("test");

    static Fixture node(Vertx vertx, GatewayConfig.Database settings, Duration outageGrace, Path data) {
        Database database = TestServer.open(vertx, settings);
        Directory directory = await(Directory.open(vertx, database, settings, PEPPER, data));
        DatabaseKeys keys = new DatabaseKeys(outageGrace, InstantSource.system());
        ChangeFeed feed = new ChangeFeed(vertx, database, keys);
        keys.connect(directory, feed::age);
        await(feed.start());
        return new Fixture(directory, keys, feed);
    }

    IssuedKey create(String name) {
        return await(directory.keys().create(ACTOR, new JsonObject().put("name", name), null));
    }

    Principal find(IssuedKey issued) {
        return find(issued.secret().reveal());
    }

    Principal find(String presented) {
        return await(keys.find(presented));
    }

    void close() {
        await(feed.close());
        await(directory.database().close());
    }
}
