package clusterlab.app.doctor;

import java.util.List;

/** All rules, in the order of the documentation: first what loses. A new one is a file and a line here. */
final class Rules {
    static final List<Rule> ALL = List.of(
            new NotDistributable(),
            new VetoedByFragment(),
            new OwnManager(),
            new AttributeNotSerializable(),
            new FieldNotSerializable(),
            new BeanNotSerializable(),
            new ChangedInPlace(),
            new TransientField(),
            new Unreadable(),
            new OutsideOfSession(),
            new AnsweredEarly(),
            new ListenerOnReplicas(),
            new ChangesType(),
            new Grows(),
            new LargeAttribute(),
            new WebSocketSession(),
            new OtherStore(),
            new NeedsResources(),
            new ServletApiOf(),
            new NotExamined());

    private Rules() {}
}
