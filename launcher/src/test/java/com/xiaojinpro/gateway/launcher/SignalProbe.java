package com.xiaojinpro.gateway.launcher;

import java.util.concurrent.CountDownLatch;

/** A process that waits for the signal to stop; with an argument it then never ends by itself. */
final class SignalProbe {
    private SignalProbe() {}

    public static void main(String[] arguments) throws InterruptedException {
        CountDownLatch stop = new CountDownLatch(1);
        new ProcessSignals().onStop(stop::countDown);
        System.out.println("ready");
        stop.await();
        System.out.println("stopping");
        if (arguments.length > 0) {
            new CountDownLatch(1).await();
        }
        System.exit(0);
    }
}
