package com.xiaojinpro.gateway.testing;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCases;
import net.jqwik.api.RandomGenerator;

/**
 * A generator that is compared by identity and has no edge cases of its own. Nested generators are otherwise compared by
 * their whole depth each time a value is made, which costs far more than the value.
 */
final class Shared<T> implements Arbitrary<T> {
    private final Arbitrary<T> generators;

    Shared(Arbitrary<T> generators) {
        this.generators = generators;
    }

    @Override
    public RandomGenerator<T> generator(int genSize) {
        return generators.generator(genSize);
    }

    @Override
    public EdgeCases<T> edgeCases(int maxEdgeCases) {
        return EdgeCases.none();
    }
}
