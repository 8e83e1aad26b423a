package com.xiaojinpro.gateway.model.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.Usage;
import com.xiaojinpro.gateway.testing.ArbitraryAnswer;
import com.xiaojinpro.gateway.testing.ArbitraryFault;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class FaultJsonTest {
    @Provide
    Arbitrary<Fault> faults() {
        return ArbitraryFault.any();
    }

    @Provide
    Arbitrary<Usage> usages() {
        return ArbitraryAnswer.usages();
    }

    @Property(tries = 500)
    void everyFaultComesBackAsItWas(@ForAll("faults") Fault fault) {
        ByteWriter out = new ByteWriter(64);
        FaultJson.write(fault, out);
        byte[] written = out.take().getBytes();
        assertThat(FaultJson.read(written, 0, written.length)).isEqualTo(fault);
    }

    @Property(tries = 500)
    void everyUsageComesBackAsItWas(@ForAll("usages") Usage usage) {
        ByteWriter out = new ByteWriter(64);
        UsageJson.write(usage, out);
        byte[] written = out.take().getBytes();
        assertThat(UsageJson.read(written, 0, written.length)).isEqualTo(usage);
    }
}
