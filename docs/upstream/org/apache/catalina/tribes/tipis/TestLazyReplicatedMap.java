package org.apache.catalina.tribes.tipis;

import java.util.ArrayList;
import java.util.List;

import org.apache.catalina.tribes.Channel;
import org.apache.catalina.tribes.Member;
import org.apache.catalina.tribes.TesterChannel;
import org.apache.catalina.tribes.TesterHoldInterceptor.Held;
import org.apache.catalina.tribes.TesterThread;
import org.apache.catalina.tribes.group.RpcMessage;
import org.apache.catalina.tribes.tipis.AbstractReplicatedMap.MapMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The map of BackupManager: each entry has a primary and one backup, all other members have a proxy. */
public class TestLazyReplicatedMap {

    private final List<TesterChannel> channels = new ArrayList<>();
    private final List<LazyReplicatedMap<String,ArrayList<String>>> maps = new ArrayList<>();

    @BeforeEach
    public void startChannels() throws Exception {
        for (int i = 0; i < 3; i++) {
            TesterChannel channel = new TesterChannel();
            channel.start(TesterChannel.START_OPTIONS);
            for (TesterChannel other : channels) {
                channel.join(other);
                other.join(channel);
            }
            channels.add(channel);
        }
    }

    @AfterEach
    public void stopChannels() throws Exception {
        for (TesterChannel channel : channels) {
            channel.forget();
        }
        for (LazyReplicatedMap<String,ArrayList<String>> map : maps) {
            map.breakdown();
        }
        for (TesterChannel channel : channels) {
            channel.stop(TesterChannel.START_OPTIONS);
        }
    }

    private LazyReplicatedMap<String,ArrayList<String>> startMap(TesterChannel channel) {
        LazyReplicatedMap<String,ArrayList<String>> map = new LazyReplicatedMap<>(null, channel, 15_000, "map",
                new ClassLoader[] { TestLazyReplicatedMap.class.getClassLoader() });
        map.setChannelSendOptions(Channel.SEND_OPTIONS_USE_ACK | Channel.SEND_OPTIONS_SYNCHRONIZED_ACK);
        maps.add(map);
        return map;
    }

    /** The backup dies. The entry changes while the primary sends it to a new backup, or later. */
    private void changeAndReplaceBackup(boolean later) throws Exception {
        for (TesterChannel channel : channels) {
            startMap(channel);
        }
        LazyReplicatedMap<String,ArrayList<String>> primary = maps.get(0);
        ArrayList<String> value = new ArrayList<>();
        primary.put("key", value);
        Member first = primary.getInternal("key").getBackupNodes()[0];
        boolean second = first.equals(channels.get(1).getLocalMember(false));
        TesterChannel dead = channels.get(second ? 1 : 2);
        int next = second ? 2 : 1;
        Held held = channels.get(next).holdIncoming(
                msg -> msg instanceof MapMessage map && map.getMsgType() == MapMessage.MSG_BACKUP);
        dead.forget();
        dead.stop(TesterChannel.START_OPTIONS);
        TesterThread<Void> replacement = TesterThread.start(() -> channels.get(0).leave(dead));
        held.await();
        if (later) {
            held.pass();
            replacement.join();
        }
        value.add("change");
        primary.replicate("key", true);
        held.pass();
        replacement.join();
        Assertions.assertEquals(value, maps.get(next).getInternal("key").getValue());
    }

    @Test
    @Tag("defect")
    public void testChangeWhileBackupIsReplaced() throws Exception {
        changeAndReplaceBackup(false);
    }

    @Test
    public void testChangeAfterBackupIsReplaced() throws Exception {
        changeAndReplaceBackup(true);
    }

    /** An entry is put between the transfer of the state to a map that starts and the arrival of its MSG_START. */
    @Test
    @Tag("defect")
    public void testPutWhileMapStarts() throws Exception {
        LazyReplicatedMap<String,ArrayList<String>> primary = startMap(channels.get(0));
        startMap(channels.get(1));
        Held started = channels.get(0)
                .holdIncoming(msg -> msg instanceof RpcMessage && msg.toString().contains("MSG_START"));
        TesterThread<Void> start = TesterThread.start(() -> startMap(channels.get(2)));
        started.await();
        primary.put("key", new ArrayList<>());
        started.pass();
        start.join();
        Assertions.assertEquals(2, primary.getMapMembers().length);
        Assertions.assertTrue(maps.get(2).containsKey("key"));
    }
}
