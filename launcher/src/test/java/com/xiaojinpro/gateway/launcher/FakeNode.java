package com.xiaojinpro.gateway.launcher;

import com.xiaojinpro.gateway.accounts.Welcome;
import com.xiaojinpro.gateway.launcher.node.LoadedConfig;
import com.xiaojinpro.gateway.launcher.node.NodeStarter;
import com.xiaojinpro.gateway.launcher.node.ReloadStatus;
import com.xiaojinpro.gateway.launcher.node.Roles;
import com.xiaojinpro.gateway.launcher.node.RunningNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A node of which a test decides what comes of it. */
final class FakeNode implements NodeStarter, RunningNode {
    final List<LoadedConfig> configs = new ArrayList<>();
    final Vertx vertx;
    Roles roles;
    Supplier<ReloadStatus> reloads;
    Future<RunningNode> started = Future.succeededFuture(this);
    Supplier<Future<Void>> onStop = Future::succeededFuture;
    Future<Welcome> welcome = Future.succeededFuture();
    int ingressPort = 18_080;
    int managementPort = 18_081;
    int stops;

    FakeNode(Vertx vertx) {
        this.vertx = vertx;
    }

    @Override
    public Future<RunningNode> start(LoadedConfig loaded, Roles given, Supplier<ReloadStatus> status) {
        configs.add(loaded);
        roles = given;
        reloads = status;
        return started;
    }

    @Override
    public Vertx vertx() {
        return vertx;
    }

    @Override
    public int ingressPort() {
        return ingressPort;
    }

    @Override
    public int managementPort() {
        return managementPort;
    }

    @Override
    public Future<Welcome> welcome() {
        return welcome;
    }

    @Override
    public Future<Void> reload(LoadedConfig next) {
        configs.add(next);
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> stop() {
        stops++;
        return onStop.get();
    }
}
