package com.xiaojinpro.gateway.conformance;

/**
 * What one comparison said of one aspect.
 *
 * @param id the recording
 * @param dialect the client's protocol
 * @param mode {@code stream} or {@code unary}; for a request, {@code to-} and the kind of provider it was sent to
 * @param dimension the aspect compared
 * @param note what differs; empty where nothing does
 */
record Finding(String id, String dialect, String mode, String dimension, State state, String note)
        implements Comparable<Finding> {

    enum State {
        PASS,
        /** Other than recorded, in a way that clients do not mind. */
        SOFT,
        FAIL
    }

    Recordings.Source source() {
        return Recordings.Source.ofId(id);
    }

    String where() {
        return id + " " + dialect + " " + mode + " " + dimension;
    }

    @Override
    public int compareTo(Finding other) {
        return where().compareTo(other.where());
    }

    @Override
    public String toString() {
        return where() + ": " + note;
    }
}
