package clusterlab.config.lint;

import java.util.List;

/** All rules, in the order of the documentation: first what loses. A new one is a file and a line here. */
final class ConfigRules {
    static final List<ConfigRule> ALL = List.of(
            new NoCluster(),
            new UnknownClass(),
            new SendOptions(),
            new SyncWithoutAck(),
            new MapSendOptions(),
            new ReplicationValveMissing(),
            new ReplicationFilter(),
            new ListenerMissing(),
            new ExpireOnShutdown(),
            new ManagerOfContext(),
            new NoMembership(),
            new MulticastAddress(),
            new LoopbackReceiver(),
            new EncryptOrder(),
            new EncryptKey(),
            new DomainFilter(),
            new BrokenRpc(),
            new StaticIds(),
            new StateTransfer(),
            new StateTimestampDrop(),
            new ReadTest(),
            new DetectorMissing(),
            new InterceptorOrder(),
            new NoEncryption(),
            new WeakEncryption(),
            new SharedGroup(),
            new MulticastInterface(),
            new DropTime(),
            new AutoBindStatic(),
            new AutoAddress(),
            new ReceiverBuffers(),
            new RpcTimeout(),
            new FewSessions(),
            new RouteBinder(),
            new JvmRoute(),
            new Distributable(),
            new FarmDeployer(),
            new AjpSecret(),
            new AttributeFilter(),
            new Ignored(),
            new SeveralClusters());

    private ConfigRules() {}
}
