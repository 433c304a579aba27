package clusterlab.front.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.front.embedded.RetryPolicy.Decision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryPolicyTest {

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE"})
    void idempotentIsSentAgainWhileItsBodyIsAtHand(String method) {
        assertThat(RetryPolicy.decide(method, true, true, false)).isEqualTo(Decision.RETRY);
        assertThat(RetryPolicy.decide(method, true, false, false)).isEqualTo(Decision.GIVE_UP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PATCH", "get", "UNKNOWN"})
    void anythingElseIsSentAgainOnlyIfItWasNotDelivered(String method) {
        assertThat(RetryPolicy.decide(method, true, true, false)).isEqualTo(Decision.GIVE_UP);
        assertThat(RetryPolicy.decide(method, false, true, false)).isEqualTo(Decision.RETRY);
    }

    @Test
    void startedResponseIsCut() {
        assertThat(RetryPolicy.decide("GET", true, true, true)).isEqualTo(Decision.CUT);
    }
}
