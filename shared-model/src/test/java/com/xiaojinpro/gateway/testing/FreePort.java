package com.xiaojinpro.gateway.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Ports for servers that are told their port before they open it.
 *
 * <p>They lie below those that systems give to outgoing connections (from 32768 on Linux), or a client's connection
 * could take a port between its choice and its use; and no port is given twice by one JVM.
 */
public final class FreePort {
    private static final int FIRST = 20_000;
    private static final int COUNT = 12_000;
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

    private FreePort() {}

    /** A port that nothing listens on, on any address. */
    public static int next() {
        for (int tries = 0; tries < COUNT; tries++) {
            int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
            if (free(port, null) && free(port, InetAddress.getLoopbackAddress())) {
                return port;
            }
        }
        throw new IllegalStateException("no port is free");
    }

    private static boolean free(int port, @Nullable InetAddress address) {
        try (ServerSocket socket = new ServerSocket(port, 1, address)) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
