package com.xiaojinpro.gateway.accounts.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.xiaojinpro.gateway.accounts.usage.UsageQuery.Group;
import com.xiaojinpro.gateway.fault.FaultException;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageQueryTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 24);

    @Test
    void withoutParametersItIsThirtyDaysByKey() {
        UsageQuery query = UsageQuery.of(name -> null, TODAY);
        assertThat(query.by()).containsExactly(Group.KEY);
        assertThat(query.from()).isEqualTo(LocalDate.of(2026, 10, 26));
        assertThat(query.to()).isEqualTo(TODAY);
        assertThat(query.only()).isEmpty();
    }

    @Test
    void everythingCanBeAsked() {
        Map<String, String> given = Map.of(
                "by",
                "day, model,day",
                "from",
                "2026-01-01",
                "to",
                "2026-01-31",
                "key",
                "k",
                "tenant",
                "t",
                "route",
                "r",
                "provider",
                "p",
                "model",
                "m");
        UsageQuery query = UsageQuery.of(given::get, TODAY);
        assertThat(query.by()).containsExactly(Group.DAY, Group.MODEL);
        assertThat(query.from()).isEqualTo(LocalDate.of(2026, 1, 1));
        assertThat(query.to()).isEqualTo(LocalDate.of(2026, 1, 31));
        assertThat(query.only())
                .isEqualTo(Map.of(
                        Group.KEY, "k", Group.TENANT, "t", Group.ROUTE, "r", Group.PROVIDER, "p", Group.MODEL, "m"));
    }

    @ParameterizedTest
    @CsvSource({
        "by,colour",
        "by,'key,'",
        "from,yesterday",
        "from,2026-11-25",
        "from,2010-01-01",
        "to,2026-02-30",
        "to,0001-01-01",
        "to,+12026-01-01"
    })
    void whatIsNoQueryIsRefusedByName(String parameter, String value) {
        assertThatThrownBy(() -> UsageQuery.of(name -> name.equals(parameter) ? value : null, TODAY))
                .isInstanceOfSatisfying(
                        FaultException.class, e -> assertThat(e.fault().param()).isEqualTo(parameter));
    }
}
