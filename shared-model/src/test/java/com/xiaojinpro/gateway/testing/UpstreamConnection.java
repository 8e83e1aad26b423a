package com.xiaojinpro.gateway.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection to the upstream. A reading thread takes requests and notices at once when the other side leaves; a
 * playing thread answers them in order.
 */
final class UpstreamConnection {
    private final ScriptedUpstream upstream;
    private final Socket socket;
    private final CompletableFuture<Long> gone = new CompletableFuture<>();
    private final BlockingQueue<UpstreamExchange> waiting = new LinkedBlockingQueue<>();

    UpstreamConnection(ScriptedUpstream upstream, Socket socket) {
        this.upstream = upstream;
        this.socket = socket;
    }

    void start() {
        Thread.ofVirtual().name("upstream-read").start(this::read);
        Thread.ofVirtual().name("upstream-play").start(this::play);
    }

    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // It was closed already, or is now.
        }
    }

    private void read() {
        try (InputStream in = new BufferedInputStream(socket.getInputStream())) {
            RequestReader reader = new RequestReader(in, socket.getOutputStream());
            RecordedRequest request;
            while ((request = reader.next(upstream::nextNumber)) != null) {
                UpstreamExchange exchange = new UpstreamExchange(request, gone);
                // It has arrived before it can have been answered.
                upstream.arrived(exchange);
                waiting.add(exchange);
            }
        } catch (IOException e) {
            // A reset is one of the ways a client leaves.
        } finally {
            gone.complete(System.nanoTime());
            close();
            upstream.left(this);
        }
    }

    private void play() {
        try {
            UpstreamExchange exchange;
            while ((exchange = nextExchange()) != null) {
                if (!play(exchange)) {
                    return;
                }
            }
        } catch (IOException e) {
            // The client left while it was being answered; the reading thread tells.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable UpstreamExchange nextExchange() throws InterruptedException {
        while (true) {
            UpstreamExchange exchange = waiting.poll(50, TimeUnit.MILLISECONDS);
            if (exchange != null || gone.isDone()) {
                return exchange;
            }
        }
    }

    /** Returns whether the connection can carry another answer. */
    private boolean play(UpstreamExchange exchange) throws IOException, InterruptedException {
        Script script = upstream.scriptFor(exchange.request());
        BodyWriter body = new BodyWriter(script, socket.getOutputStream(), exchange);
        for (Step step : script.steps()) {
            switch (step) {
                case Step.Head head -> body.head();
                case Step.Send send -> body.send(send.bytes());
                case Step.Repeat repeat -> {
                    for (long i = 0; i < repeat.times(); i++) {
                        body.send(repeat.bytes());
                    }
                }
                case Step.Pause pause -> {
                    if (!awaitEither(pause.gate().reach())) {
                        return false;
                    }
                }
                case Step.Stall stall -> {
                    awaitEither(new CompletableFuture<>());
                    return false;
                }
                case Step.Cut cut -> {
                    body.breakOff();
                    exchange.finish();
                    socket.shutdownOutput();
                    return false;
                }
                case Step.Reset reset -> {
                    exchange.finish();
                    socket.setSoLinger(true, 0);
                    socket.close();
                    return false;
                }
            }
        }
        body.end();
        exchange.finish();
        if (script.framing() == Script.Framing.CLOSE
                || "close".equalsIgnoreCase(exchange.request().header("connection"))) {
            socket.shutdownOutput();
            return false;
        }
        return true;
    }

    /** Waits for the signal or the end of the connection; returns whether the connection still stands. */
    private boolean awaitEither(CompletableFuture<Void> signal) throws InterruptedException {
        try {
            CompletableFuture.anyOf(signal, gone).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        return !gone.isDone();
    }
}
