package clusterlab.replay;

import clusterlab.replay.ReplayData.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;

/** Drops frames of a long run: first those far from what is marked on its timeline. */
final class Thinning {
    private static final long BEFORE_MILLIS = 1_000;
    private static final long AFTER_MILLIS = 2_500;

    /** Fewer than this share dropped is no use. */
    private static final double LEAST = 0.15;

    private Thinning() {}

    /**
     * Every second frame goes, except the first, the last, and those around a mark. If nearly all are around a mark, these go
     * too, except the first frame after it.
     *
     * @param marks times of what is marked, since the epoch
     */
    static List<Frame> thin(List<Frame> frames, NavigableSet<Long> marks) {
        List<Frame> far = drop(frames, marks, false);
        return far.size() <= frames.size() * (1 - LEAST) ? far : drop(far, marks, true);
    }

    private static List<Frame> drop(List<Frame> frames, NavigableSet<Long> marks, boolean near) {
        List<Frame> kept = new ArrayList<>();
        boolean last = true;
        for (int i = 0; i < frames.size(); i++) {
            boolean stays = i == 0
                    || i == frames.size() - 1
                    || (near
                            ? isMarked(
                                    marks,
                                    frames.get(i - 1).millis(),
                                    frames.get(i).millis())
                            : isNear(marks, frames.get(i).millis()));
            last = stays || !last;
            if (last) {
                kept.add(frames.get(i));
            }
        }
        return kept;
    }

    private static boolean isNear(NavigableSet<Long> marks, long millis) {
        Long mark = marks.ceiling(millis - AFTER_MILLIS);
        return mark != null && mark <= millis + BEFORE_MILLIS;
    }

    /** Whether something is marked after one frame and up to the next. */
    private static boolean isMarked(NavigableSet<Long> marks, long after, long upTo) {
        Long mark = marks.higher(after);
        return mark != null && mark <= upTo;
    }
}
