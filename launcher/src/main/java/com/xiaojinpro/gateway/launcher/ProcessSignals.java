package com.xiaojinpro.gateway.launcher;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.LoggerFactory;

/**
 * SIGTERM and SIGINT of this process. A shutdown hook cannot do this: the process would end with 143 instead of 0, and the
 * JVM would not listen to a second signal. {@code sun.misc.Signal} is the supported way ({@code jdk.unsupported} exports
 * it), but the compiler warns of every direct use, so it is reached by reflection.
 */
final class ProcessSignals implements Signals {
    private static final int KILLED_BY_SIGNAL = 128;

    @Override
    public void onStop(Runnable stop) {
        AtomicBoolean stopping = new AtomicBoolean();
        handle("TERM", () -> received(stopping, 15, stop));
        handle("INT", () -> received(stopping, 2, stop));
    }

    private static void received(AtomicBoolean stopping, int number, Runnable stop) {
        if (stopping.getAndSet(true)) {
            Runtime.getRuntime().halt(KILLED_BY_SIGNAL + number);
        }
        stop.run();
    }

    private static void handle(String name, Runnable received) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            MethodHandle run = MethodHandles.publicLookup()
                    .findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
                    .bindTo(received);
            Object instance =
                    MethodHandleProxies.asInterfaceInstance(handler, MethodHandles.dropArguments(run, 0, signal));
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), instance);
        } catch (ReflectiveOperationException | RuntimeException e) {
            LoggerFactory.getLogger(ProcessSignals.class)
                    .warn("SIG{} ends the process at once: it cannot be handled ({})", name, e.toString());
        }
    }
}
