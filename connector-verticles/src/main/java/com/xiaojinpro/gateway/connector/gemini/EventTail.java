package com.xiaojinpro.gateway.connector.gemini;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What stands behind the candidates of an event: the usage so far, the model, the id of the answer. It is longer than most
 * candidates, and says in each event what it said in the last one, with other counts. So an event is compared with the last
 * one, from its end, and such a tail is not parsed again. Not thread-safe.
 *
 * <p>Why that is safe: the remembered tail was parsed. Where an event ends with the same text, and with a whole number wherever
 * the tail has one, then whatever is valid before it is valid with it, and it begins in the object of the event itself: so many
 * quotes, none of them escaped, and so many brackets stand between there and the end. And nothing in it but usage means more when it
 * is said again; its reader settles the counts before another tail comes.
 */
final class EventTail {
    /** A longer one is parsed each time. */
    private static final int LONGEST = 4096;
    /** A number of more digits is no count. */
    private static final int MOST_DIGITS = 18;

    /** After so many tails in a row that were not said again none is remembered any more: it is not worth it here. */
    private static final int MOST_IN_VAIN = 8;

    private static final byte[] NONE = {};
    /** What a tail may not say: {@link CandidateIndex} looks for it in the bytes. */
    private static final byte[] INDEX = "\"index\"".getBytes(StandardCharsets.US_ASCII);

    private byte[] tail = NONE;
    /** The lengths of the text before the first number, between numbers, and behind the last one. */
    private int[] texts = new int[8];

    private int numbers;
    private int inVain;

    /**
     * Where the tail of an event begins that says again what the last one said; the event's end if it says anything else.
     *
     * @param from where the event begins
     */
    int startIn(byte[] event, int from, int limit) {
        if (tail.length == 0) {
            return limit;
        }
        int at = limit;
        int known = tail.length;
        for (int i = numbers; ; i--) {
            int length = texts[i];
            at -= length;
            known -= length;
            if (at < from || !Arrays.equals(tail, known, known + length, event, at, at + length)) {
                return limit;
            }
            if (i == 0) {
                inVain = 0;
                return at;
            }
            int end = at;
            at = startOfDigits(event, from, end);
            if (!isCount(event, at, end)) {
                return limit;
            }
            known = startOfDigits(tail, 0, known);
        }
    }

    /** Whether there are numbers in it, which may be others the next time. */
    boolean counts() {
        return numbers > 0;
    }

    /**
     * Remembers the tail of an event that was parsed: from behind the array of candidates to the end. One is not remembered that
     * has escapes, or numbers that are no counts; it is parsed each time.
     */
    void remember(byte[] event, int from, int limit) {
        forget();
        if (event[from] != ',' || limit - from > LONGEST || inVain == MOST_IN_VAIN) {
            return;
        }
        inVain++;
        int found = 0;
        int text = from;
        boolean inString = false;
        for (int i = from; i < limit; i++) {
            byte b = event[i];
            inString ^= b == '"';
            if (b == '\\' || (b == '-' && !inString) || (b == '"' && index(event, i, limit))) {
                return;
            }
            if (inString || !isDigit(b)) {
                continue;
            }
            if (found + 1 == texts.length) {
                texts = Arrays.copyOf(texts, 2 * texts.length);
            }
            texts[found++] = i - text;
            text = endOfDigits(event, i);
            i = text - 1;
            if (event[text] == '.' || event[text] == 'e' || event[text] == 'E') {
                return;
            }
        }
        texts[found] = limit - text;
        numbers = found;
        tail = Arrays.copyOfRange(event, from, limit);
    }

    /** The last event had no tail of this kind. */
    void forget() {
        tail = NONE;
        numbers = 0;
    }

    private static boolean index(byte[] event, int at, int limit) {
        int end = at + INDEX.length;
        return end <= limit && Arrays.equals(event, at, end, INDEX, 0, INDEX.length);
    }

    /** Whether these digits are a number as JSON has it, and one that a count can be. */
    private static boolean isCount(byte[] bytes, int from, int to) {
        int digits = to - from;
        return digits == 1 || (digits > 1 && digits <= MOST_DIGITS && bytes[from] != '0');
    }

    /** Where digits end that the object around them follows. */
    private static int endOfDigits(byte[] bytes, int from) {
        int at = from;
        while (isDigit(bytes[at])) {
            at++;
        }
        return at;
    }

    private static int startOfDigits(byte[] bytes, int from, int to) {
        int at = to;
        while (at > from && isDigit(bytes[at - 1])) {
            at--;
        }
        return at;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
