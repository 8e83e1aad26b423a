package com.xiaojinpro.gateway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A provider that does what a test says: a real HTTP/1.1 server on a loopback port, which answers each request with a
 * {@link Script}, breaks connections in every way a network can, and tells the test what it saw. It does not use the stack
 * under test. All methods may be called from any thread.
 *
 * <pre>{@code
 * try (ScriptedUpstream upstream = ScriptedUpstream.start()) {
 *     upstream.on("model-x", OpenAiScript.chat("model-x").text("Hel").pause(gate).text("lo").finish("stop").stream());
 *     ...
 *     UpstreamExchange exchange = upstream.awaitExchange();
 *     exchange.awaitDisconnected();
 * }
 * }</pre>
 */
public final class ScriptedUpstream implements AutoCloseable {
    private static final int SEND_BUFFER = 64 * 1024;

    private final ServerSocket server;
    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private final Object monitor = new Object();
    private final Set<UpstreamConnection> connections = new HashSet<>();
    private final List<UpstreamExchange> exchanges = new ArrayList<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private int awaited;
    private int accepted;
    private boolean closed;

    private ScriptedUpstream(ServerSocket server) {
        this.server = server;
    }

    private record Rule(Predicate<RecordedRequest> applies, Function<RecordedRequest, Script> answer) {}

    /** Starts an upstream on a free loopback port. */
    public static ScriptedUpstream start() {
        try {
            ServerSocket server = new ServerSocket();
            server.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 1024);
            ScriptedUpstream upstream = new ScriptedUpstream(server);
            Thread.ofVirtual().name("upstream-accept").start(upstream::accept);
            return upstream;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return server.getLocalPort();
    }

    /** {@code http://127.0.0.1:<port>}, without a path. */
    public String url() {
        return "http://127.0.0.1:" + port();
    }

    /**
     * Answers the requests for a model. The scripts answer one request each; the last one answers all that follow. What was
     * said later goes before what was said earlier.
     */
    public ScriptedUpstream on(String model, Script... scripts) {
        return on(request -> model.equals(request.model()), scripts);
    }

    /** Answers the requests on a path, whatever their query, as {@link #on(String, Script...)} does those for a model. */
    public ScriptedUpstream onPath(String path, Script... scripts) {
        return on(request -> path.equals(request.path()), scripts);
    }

    /** Answers the requests a predicate accepts, as {@link #on(String, Script...)} does those for a model. */
    public ScriptedUpstream on(Predicate<RecordedRequest> applies, Script... scripts) {
        if (scripts.length == 0) {
            throw new IllegalArgumentException("no script");
        }
        List<Script> list = List.of(scripts);
        AtomicInteger next = new AtomicInteger();
        return answer(applies, request -> list.get(Math.min(next.getAndIncrement(), list.size() - 1)));
    }

    /** Answers the requests for a model in the form each asks for: {@code upstream.answer("m", chat::answer)}. */
    public ScriptedUpstream answer(String model, Function<RecordedRequest, Script> answer) {
        return answer(request -> model.equals(request.model()), answer);
    }

    /** Answers the requests a predicate accepts with a script made for each. */
    public ScriptedUpstream answer(Predicate<RecordedRequest> applies, Function<RecordedRequest, Script> answer) {
        rules.addFirst(new Rule(applies, answer));
        return this;
    }

    /** The next request that this method has not returned yet, in order of arrival; waits for it. */
    public UpstreamExchange awaitExchange() {
        return awaitExchange(Waiting.DEFAULT);
    }

    /** Waits as {@link #awaitExchange()}, for a time of the test's choice. */
    public UpstreamExchange awaitExchange(Duration timeout) {
        synchronized (monitor) {
            Waiting.until(monitor, () -> exchanges.size() > awaited, timeout, "no request arrived");
            return exchanges.get(awaited++);
        }
    }

    /** Everything that has arrived, in order. */
    public List<UpstreamExchange> exchanges() {
        synchronized (monitor) {
            return List.copyOf(exchanges);
        }
    }

    /** The requests that have arrived, in order. */
    public List<RecordedRequest> requests() {
        return exchanges().stream().map(UpstreamExchange::request).toList();
    }

    /** How many requests for this model have arrived. */
    public long requestsFor(String model) {
        return requests().stream()
                .filter(request -> model.equals(request.model()))
                .count();
    }

    /** How many connections are open now. */
    public int openConnections() {
        synchronized (monitor) {
            return connections.size();
        }
    }

    /** How many connections were ever opened. */
    public int acceptedConnections() {
        synchronized (monitor) {
            return accepted;
        }
    }

    /** Waits until exactly this many connections are open. */
    public void awaitOpenConnections(int count) {
        Waiting.until(
                monitor,
                () -> connections.size() == count,
                Waiting.DEFAULT,
                "there were never " + count + " connections");
    }

    /** Waits until no connection is in use: each answer was taken to its end, or its connection is gone. */
    public void awaitIdle() {
        for (UpstreamExchange exchange : exchanges()) {
            exchange.awaitOver();
        }
    }

    /** Ends every open connection as a dying process would; new ones are still accepted. */
    public void disconnectAll() {
        openNow().forEach(UpstreamConnection::close);
    }

    @Override
    public void close() {
        synchronized (monitor) {
            closed = true;
        }
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        disconnectAll();
    }

    private void accept() {
        while (true) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                socket.setSendBufferSize(SEND_BUFFER);
                UpstreamConnection connection = new UpstreamConnection(this, socket);
                synchronized (monitor) {
                    if (closed) {
                        connection.close();
                        return;
                    }
                    connections.add(connection);
                    accepted++;
                    monitor.notifyAll();
                }
                connection.start();
            } catch (IOException e) {
                synchronized (monitor) {
                    if (closed) {
                        return;
                    }
                }
            }
        }
    }

    private List<UpstreamConnection> openNow() {
        synchronized (monitor) {
            return List.copyOf(connections);
        }
    }

    int nextNumber() {
        return numbers.getAndIncrement();
    }

    void arrived(UpstreamExchange exchange) {
        synchronized (monitor) {
            exchanges.add(exchange);
            monitor.notifyAll();
        }
    }

    void left(UpstreamConnection connection) {
        synchronized (monitor) {
            connections.remove(connection);
            monitor.notifyAll();
        }
    }

    Script scriptFor(RecordedRequest request) {
        for (Rule rule : rules) {
            if (rule.applies().test(request)) {
                return rule.answer().apply(request);
            }
        }
        return Script.json(
                501, "{\"error\":{\"message\":\"no script for " + request.method() + " " + request.path() + "\"}}");
    }
}
