package clusterlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CloserTest {
    private final Closer closer = new Closer();
    private final List<String> ended = new ArrayList<>();

    @Test
    void endsInReverseOrderAndOnce() {
        closer.register(() -> ended.add("first"));
        closer.register(() -> ended.add("second"));
        closer.close();
        closer.close();
        assertThat(ended).containsExactly("second", "first");
    }

    @Test
    void oneFailureKeepsNoOtherFromItsEnd() {
        closer.register(() -> ended.add("first"));
        closer.register(() -> {
            throw new IOException("second");
        });
        closer.register(() -> {
            throw new IllegalStateException("third");
        });
        Throwable failure = catchThrowable(closer::close);
        assertThat(ended).containsExactly("first");
        assertThat(failure).isInstanceOf(IllegalStateException.class);
        assertThat(failure.getSuppressed()).extracting(Throwable::getMessage).containsExactly("third", "second");
    }

    @Test
    void whatComesAfterTheEndIsEndedAtOnce() {
        closer.close();
        assertThatIllegalStateException().isThrownBy(() -> closer.register(() -> ended.add("late")));
        assertThat(ended).containsExactly("late");
    }

    @Test
    void interruptionIsPassedOn() {
        closer.register(() -> {
            throw new InterruptedException();
        });
        assertThatIllegalStateException().isThrownBy(closer::close);
        assertThat(Thread.interrupted()).isTrue();
    }
}
