package com.xiaojinpro.gateway.ingress.idempotency;

/** Hears what becomes of calls that came with a key. Called on event loops, must not block. */
public interface IdempotencyListener {
    IdempotencyListener NOOP = new IdempotencyListener() {
        @Override
        public void decided(Decision decision) {}

        @Override
        public void waited() {}

        @Override
        public void ended(Ending ending) {}
    };

    /** What became of a call that came with a key. A closed set: it labels metrics. */
    enum Decision {
        /** It was the first and ran. */
        FIRST("first"),
        /** It got the answer of the first. */
        REPLAYED("replayed"),
        /** Its key was sent before with another request. */
        REUSED("reused"),
        /** The first had no answer yet. */
        IN_USE("in_use"),
        /** Its key was none. */
        INVALID("invalid"),
        /** The store could not be reached in time; it ran, and nobody remembers. */
        UNAVAILABLE("unavailable"),
        /** Its client left before anything was decided. */
        ABANDONED("abandoned");

        private final String word;

        Decision(String word) {
            this.word = word;
        }

        /** Its name in metrics. */
        public String word() {
            return word;
        }
    }

    /** What became of the answer of a call that ran with its key. A closed set: it labels metrics. */
    enum Ending {
        KEPT("kept"),
        /** Another try may do better, or there was no whole answer. */
        FREED("freed"),
        TOO_LARGE("too_large"),
        /** The store did not hear of it; the key stays taken until its lease ends. */
        LOST("lost");

        private final String word;

        Ending(String word) {
            this.word = word;
        }

        /** Its name in metrics. */
        public String word() {
            return word;
        }
    }

    /** Once for each call that came with a key. */
    void decided(Decision decision);

    /** Once for each call that had to wait for the answer of another one. */
    void waited();

    /** Once for each call that was the first with its key. */
    void ended(Ending ending);
}
