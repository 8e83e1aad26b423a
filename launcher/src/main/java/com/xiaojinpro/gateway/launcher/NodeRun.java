package com.xiaojinpro.gateway.launcher;

import com.xiaojinpro.gateway.accounts.Welcome;
import com.xiaojinpro.gateway.config.GatewayConfig;
import com.xiaojinpro.gateway.config.Secret;
import com.xiaojinpro.gateway.launcher.node.LoadedConfig;
import com.xiaojinpro.gateway.launcher.node.ReloadStatus;
import com.xiaojinpro.gateway.launcher.node.RunningNode;
import java.net.BindException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One node from its start to its stop, on the main thread. */
final class NodeRun {
    private static final Logger LOG = LoggerFactory.getLogger(NodeRun.class);
    private static final Duration LONGEST_START = Duration.ofMinutes(2);
    /** How long closing may take once the grace for streams is over. */
    private static final Duration AFTER_GRACE = Duration.ofSeconds(10);

    private final Surroundings surroundings;
    private final NodeOptions options;

    NodeRun(Surroundings surroundings, NodeOptions options) {
        this.surroundings = surroundings;
        this.options = options;
    }

    /**
     * Runs a node until the signal to stop.
     *
     * @param watcher follows the configuration file; null where there is none
     * @param greeting what is printed once the node takes calls, besides where it listens
     * @return the exit code
     */
    int run(LoadedConfig loaded, @Nullable ConfigWatcher watcher, Function<FirstSteps, String> greeting)
            throws InterruptedException {
        GatewayConfig config = loaded.config();
        String refusal = options.refusal(config);
        if (refusal != null) {
            return surroundings.failed("not started: " + refusal);
        }
        ReloadStatus started = new ReloadStatus(Instant.now(), null);
        Supplier<ReloadStatus> reloads = watcher == null ? () -> started : watcher::status;
        // From the first moment on: a node that is told to stop while it starts shall stop in order, too.
        CountDownLatch stop = new CountDownLatch(1);
        surroundings.signals().onStop(stop::countDown);
        RunningNode node;
        try {
            node = surroundings
                    .starter()
                    .start(loaded, options.roles(), reloads)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(LONGEST_START.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            LOG.debug("Start failed", e);
            return surroundings.failed("not started: " + reason(e.getCause(), config));
        } catch (TimeoutException e) {
            return surroundings.failed("not started within " + LONGEST_START.toSeconds() + " seconds");
        }
        if (watcher != null) {
            watcher.start(node.vertx(), node::reload);
        }
        greet(config, node, greeting);
        node.welcome().onSuccess(welcome -> {
            if (welcome != null) {
                tell(config, node, welcome);
            }
        });
        stop.await();
        if (watcher != null) {
            watcher.stop();
        }
        return stop(node, config.server().shutdownGrace());
    }

    private void greet(GatewayConfig config, RunningNode node, Function<FirstSteps, String> greeting) {
        StringBuilder text = new StringBuilder("XiaojinPro Gateway " + VersionCommand.version());
        String host = config.server().host();
        if (node.ingressPort() != 0) {
            text.append(" takes calls on ").append(FirstSteps.url(host, node.ingressPort()));
        } else {
            text.append(" runs ").append(options.roles());
        }
        text.append('\n');
        if (node.managementPort() != 0) {
            String management = FirstSteps.url(config.management().host(), node.managementPort());
            text.append("Management               ").append(management).append('\n');
        }
        if (node.ingressPort() != 0) {
            FirstSteps steps = new FirstSteps(host, node.ingressPort());
            text.append(steps.baseUrls()).append(greeting.apply(steps));
        }
        surroundings.out().print(text);
        surroundings.out().flush();
    }

    /** What is new in a new database is said once: nobody can ask for it again. */
    private void tell(GatewayConfig config, RunningNode node, Welcome welcome) {
        FirstSteps steps = new FirstSteps(config.server().host(), node.ingressPort());
        StringBuilder text = new StringBuilder();
        Secret key = welcome.firstKey();
        if (key != null) {
            text.append(steps.tryIt(key.reveal(), "shown this once; 'xjp keys create' makes more"));
        }
        Secret token = welcome.setupToken();
        if (token != null) {
            text.append("\nAdmin setup token (kept in ").append(welcome.setupTokenFile());
            text.append(" until it is used): ").append(token.reveal()).append('\n');
        }
        if (key == null && config.auth().keys().isEmpty()) {
            text.append("Client keys              in the database; see 'xjp keys --help'\n");
        }
        surroundings.out().print(text);
        surroundings.out().flush();
    }

    private int stop(RunningNode node, Duration grace) throws InterruptedException {
        surroundings.out().println("Stopping; running streams have " + grace.toSeconds() + " seconds to end.");
        surroundings.out().flush();
        long longest = grace.plus(AFTER_GRACE).toMillis();
        try {
            node.stop().toCompletionStage().toCompletableFuture().get(longest, TimeUnit.MILLISECONDS);
            return 0;
        } catch (ExecutionException e) {
            LOG.debug("Stop failed", e);
            return surroundings.failed("not stopped in order: " + e.getCause());
        } catch (TimeoutException e) {
            return surroundings.failed("not stopped within " + longest / 1000 + " seconds");
        }
    }

    private static String reason(@Nullable Throwable failure, GatewayConfig config) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                String port = Ports.unavailable(config);
                return port == null ? "a port cannot be opened: " + cause.getMessage() : port;
            }
        }
        String message = failure == null ? null : failure.getMessage();
        String first = message == null ? null : message.lines().findFirst().orElse(null);
        return first == null ? String.valueOf(failure) : first;
    }
}
