package clusterlab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clusterlab.cluster.BootException;
import clusterlab.run.SideBySide.Result;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SideBySideTest {
    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());

    @Test
    void withOnePlaceWorkBeginsWhenItIsAwaited() throws Exception {
        try (SideBySide side = new SideBySide(1)) {
            Result<String> first = side.submit(false, loadIsOver -> say("first"));
            Result<String> second = side.submit(true, loadIsOver -> say("second"));
            assertThat(seen).isEmpty();
            assertThat(first.await() + second.await()).isEqualTo("firstsecond");
            assertThat(seen).containsExactly("first", "second");
        }
    }

    @Test
    void theNextBeginsWhenTheLoadOfOneBeforeIsOver() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        CountDownLatch third = new CountDownLatch(1);
        try (SideBySide side = new SideBySide(2)) {
            Result<String> first = side.submit(false, loadIsOver -> {
                over.await();
                say("load of the first is over");
                loadIsOver.run();
                // Its copies come to rest while the third is under way.
                third.await();
                return say("first");
            });
            Result<String> second = side.submit(false, loadIsOver -> {
                third.await();
                return say("second");
            });
            Result<String> last = side.submit(false, loadIsOver -> {
                say("third");
                third.countDown();
                return "third";
            });
            over.countDown();
            last.await();
            first.await();
            second.await();
        }
        assertThat(seen.subList(0, 2)).containsExactly("load of the first is over", "third");
    }

    @Test
    void workThatNeedsThemAllHasAllPlaces() throws Exception {
        try (SideBySide side = new SideBySide(3)) {
            CountDownLatch both = new CountDownLatch(2);
            List<Result<String>> before = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                before.add(side.submit(false, loadIsOver -> {
                    both.countDown();
                    both.await();
                    return say("before");
                }));
            }
            Result<String> alone = side.submit(true, loadIsOver -> {
                say("alone begins");
                return say("alone ends");
            });
            Result<String> after = side.submit(false, loadIsOver -> say("after"));
            for (Result<String> one : before) {
                one.await();
            }
            alone.await();
            after.await();
        }
        assertThat(seen).containsExactly("before", "before", "alone begins", "alone ends", "after");
    }

    @Test
    void whatWorkThrowsComesOutAndLeavesItsPlace() throws Exception {
        try (SideBySide side = new SideBySide(2)) {
            for (int i = 0; i < 3; i++) {
                Result<String> failing = side.submit(true, loadIsOver -> {
                    throw new BootException("not ready");
                });
                assertThatThrownBy(failing::await)
                        .isInstanceOf(BootException.class)
                        .hasMessage("not ready");
            }
        }
    }

    @Test
    void closingInterruptsWhatIsUnderWayAndWaitsForIt() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        SideBySide side = new SideBySide(2);
        side.submit(false, loadIsOver -> {
            begun.countDown();
            try {
                return say(Boolean.toString(new CountDownLatch(1).await(1, TimeUnit.MINUTES)));
            } finally {
                say("cleaned up");
            }
        });
        side.submit(true, loadIsOver -> say("never begun"));
        begun.await();
        side.close();
        assertThat(seen).containsExactly("cleaned up");
    }

    private String say(String text) {
        seen.add(text);
        return text;
    }
}
