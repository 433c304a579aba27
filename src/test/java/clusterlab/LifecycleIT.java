package clusterlab;

import clusterlab.spec.ManagerSpec;
import clusterlab.spec.MembershipSpec;
import clusterlab.spec.Preset;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract for embedded nodes with every manager and membership, each in a lab of its own. */
class LifecycleIT {
    static Stream<Arguments> managersAndMemberships() {
        return Stream.of(ManagerSpec.Kind.DELTA, ManagerSpec.Kind.BACKUP)
                .flatMap(manager -> Stream.of(Preset.STATIC, Preset.MULTICAST)
                        .map(membership -> Arguments.of(manager, membership)));
    }

    private interface Contract {
        void check(RunningLab lab) throws Exception;
    }

    private static void check(Contract contract, ManagerSpec.Kind manager, MembershipSpec membership) throws Exception {
        try (RunningLab lab = RunningLab.boot(RunningLab.spec().manager(manager).membership(membership))) {
            contract.check(lab);
        }
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("managersAndMemberships")
    void killedNodeIsMissedItsSessionsGoOnAndItComesBackWithAll(ManagerSpec.Kind manager, MembershipSpec membership)
            throws Exception {
        check(LifecycleContract::killedNodeIsMissedItsSessionsGoOnAndItComesBackWithAll, manager, membership);
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("managersAndMemberships")
    void stoppedNodeIsMissedAtOnceAndComesBackWithAll(ManagerSpec.Kind manager, MembershipSpec membership)
            throws Exception {
        check(LifecycleContract::stoppedNodeIsMissedAtOnceAndComesBackWithAll, manager, membership);
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("managersAndMemberships")
    void partitionSplitsTheViewAndHealingRestoresIt(ManagerSpec.Kind manager, MembershipSpec membership)
            throws Exception {
        check(LifecycleContract::partitionSplitsTheViewAndHealingRestoresIt, manager, membership);
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("managersAndMemberships")
    void isolationSurvivesARestart(ManagerSpec.Kind manager, MembershipSpec membership) throws Exception {
        check(LifecycleContract::isolationSurvivesARestart, manager, membership);
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("managersAndMemberships")
    void delayedLinkHoldsASynchronousRequestBackButLosesNobody(ManagerSpec.Kind manager, MembershipSpec membership)
            throws Exception {
        check(LifecycleContract::delayedLinkHoldsASynchronousRequestBackButLosesNobody, manager, membership);
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("managersAndMemberships")
    void addedNodeJoinsWithAllSessionsAndRemovedOneIsForgotten(ManagerSpec.Kind manager, MembershipSpec membership)
            throws Exception {
        check(LifecycleContract::addedNodeJoinsWithAllSessionsAndRemovedOneIsForgotten, manager, membership);
    }
}
