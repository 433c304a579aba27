package clusterlab.app.doctor;

import java.util.Set;
import org.objectweb.asm.tree.MethodInsnNode;

/** Calls of the servlet API and of the JDK that matter, javax and jakarta alike. */
final class ServletCalls {
    private static final Set<String> CHANGES = Set.of(
            "add",
            "addAll",
            "addFirst",
            "addLast",
            "put",
            "putAll",
            "putIfAbsent",
            "remove",
            "removeAll",
            "removeFirst",
            "removeLast",
            "removeIf",
            "retainAll",
            "clear",
            "set",
            "push",
            "pop",
            "poll",
            "pollFirst",
            "pollLast",
            "offer",
            "offerFirst",
            "offerLast",
            "compute",
            "computeIfAbsent",
            "computeIfPresent",
            "merge",
            "replaceAll",
            "sort",
            "append",
            "insert",
            "delete",
            "deleteCharAt",
            "setLength",
            "addElement",
            "removeElement",
            "removeAllElements",
            "insertElementAt",
            "setElementAt",
            "setTime",
            "incrementAndGet",
            "getAndIncrement",
            "decrementAndGet",
            "getAndDecrement",
            "addAndGet",
            "getAndAdd",
            "getAndSet",
            "updateAndGet",
            "getAndUpdate",
            "increment",
            "setProperty",
            "flip");

    private static final Set<String> GROWS = Set.of(
            "add",
            "addAll",
            "addFirst",
            "addLast",
            "put",
            "putAll",
            "push",
            "offer",
            "offerLast",
            "append",
            "addElement");

    private static final Set<String> SHRINKS = Set.of(
            "remove",
            "removeAll",
            "removeFirst",
            "removeLast",
            "removeIf",
            "retainAll",
            "clear",
            "pop",
            "poll",
            "pollFirst",
            "pollLast",
            "subList",
            "delete",
            "deleteCharAt",
            "setLength",
            "removeElement",
            "removeAllElements",
            "size",
            "length",
            "removeEldestEntry",
            "removeElementAt");

    private ServletCalls() {}

    private static boolean is(MethodInsnNode call, String type) {
        return call.owner.equals("jakarta/" + type) || call.owner.equals("javax/" + type);
    }

    static boolean isSession(String type) {
        return type.equals("jakarta/servlet/http/HttpSession") || type.equals("javax/servlet/http/HttpSession");
    }

    private static boolean isSession(MethodInsnNode call) {
        return isSession(call.owner);
    }

    static boolean getsAttribute(MethodInsnNode call) {
        return isSession(call) && (call.name.equals("getAttribute") || call.name.equals("getValue"));
    }

    static boolean setsAttribute(MethodInsnNode call) {
        return isSession(call) && (call.name.equals("setAttribute") || call.name.equals("putValue"));
    }

    /** After which it does not matter any more what is in the attribute. */
    static boolean removesAttribute(MethodInsnNode call) {
        return isSession(call) && (call.name.equals("removeAttribute") || call.name.equals("removeValue"));
    }

    static boolean endsSession(MethodInsnNode call) {
        return isSession(call) && call.name.equals("invalidate");
    }

    static boolean getsSessionId(MethodInsnNode call) {
        return (isSession(call) && call.name.equals("getId"))
                || (is(call, "servlet/http/HttpServletRequest") && call.name.equals("getRequestedSessionId"));
    }

    static boolean getsContextAttribute(MethodInsnNode call) {
        return is(call, "servlet/ServletContext") && call.name.equals("getAttribute");
    }

    static boolean getsSessionMap(MethodInsnNode call) {
        return is(call, "faces/context/ExternalContext") && call.name.equals("getSessionMap");
    }

    static boolean getsWriter(MethodInsnNode call) {
        return isResponse(call) && (call.name.equals("getWriter") || call.name.equals("getOutputStream"));
    }

    private static boolean isResponse(MethodInsnNode call) {
        return is(call, "servlet/ServletResponse") || is(call, "servlet/http/HttpServletResponse");
    }

    static boolean flushes(MethodInsnNode call, FlowValue receiver) {
        return (isResponse(call) && call.name.equals("flushBuffer"))
                || (receiver.has(Origin.Kind.ANSWER) && call.name.equals("flush"));
    }

    static boolean closes(MethodInsnNode call, FlowValue receiver) {
        return receiver.has(Origin.Kind.ANSWER) && call.name.equals("close");
    }

    static boolean setsLength(MethodInsnNode call) {
        return isResponse(call) && (call.name.equals("setContentLength") || call.name.equals("setContentLengthLong"));
    }

    /** Objects through which what is called can reach the session. */
    static boolean leadsToSession(FlowValue value) {
        String type = value.type();
        return type != null
                && (type.contains("servlet/http/HttpSession")
                        || type.endsWith("servlet/http/HttpServletRequest")
                        || type.endsWith("servlet/ServletRequest")
                        || type.endsWith("faces/context/FacesContext")
                        || type.endsWith("servlet/jsp/PageContext"));
    }

    private static boolean isJdkContainer(String owner) {
        return owner.startsWith("java/util/")
                || owner.equals("java/lang/StringBuilder")
                || owner.equals("java/lang/StringBuffer");
    }

    /** Whether a method of the JDK changes the object that it is called on. */
    static boolean changes(MethodInsnNode call) {
        return isJdkContainer(call.owner) && CHANGES.contains(call.name);
    }

    /** Whether methods of the JDK's containers with this name change them. */
    static boolean changes(String method) {
        return CHANGES.contains(method);
    }

    static boolean grows(MethodInsnNode call) {
        return isJdkContainer(call.owner) && GROWS.contains(call.name);
    }

    /** Also a look at the size: who does that has a bound in mind. */
    static boolean bounds(MethodInsnNode call) {
        return isJdkContainer(call.owner) && SHRINKS.contains(call.name);
    }
}
