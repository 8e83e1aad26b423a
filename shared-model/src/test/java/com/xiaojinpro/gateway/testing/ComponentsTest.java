package com.xiaojinpro.gateway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;

/**
 * The generators fill every component of the model. A component that is added to the model and forgotten in its JSON form
 * is lost between nodes: this test asks for it in the generators, the properties of the JSON form then find the loss.
 */
class ComponentsTest {
    @Example
    void everyComponentOfARequestIsGenerated() throws ReflectiveOperationException {
        assertThat(empty(ArbitraryRequest.any(), 200)).isEmpty();
    }

    @Example
    void everyComponentOfAnAnswerIsGenerated() throws ReflectiveOperationException {
        assertThat(empty(ArbitraryAnswer.any(), 300)).isEmpty();
    }

    private static Iterable<String> empty(Arbitrary<?> samples, int count) throws ReflectiveOperationException {
        Components components = new Components();
        for (Object sample : samples.sampleStream().limit(count).toList()) {
            components.take(sample);
        }
        return components.empty();
    }
}
