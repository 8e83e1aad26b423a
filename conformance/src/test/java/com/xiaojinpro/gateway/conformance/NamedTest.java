package com.xiaojinpro.gateway.conformance;

/**
 * A test that names a hazard.
 *
 * @param source where it stands, from the root of the repository
 * @param type the class
 * @param method the method; the class itself where it is what names the hazard
 */
record NamedTest(String source, String type, String method) implements Comparable<NamedTest> {
    String title() {
        return method.isEmpty() ? type : type + "#" + method;
    }

    @Override
    public int compareTo(NamedTest other) {
        int byTitle = title().compareTo(other.title());
        return byTitle != 0 ? byTitle : source.compareTo(other.source);
    }
}
