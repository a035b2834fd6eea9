package dev.codexbar.transcript;

import dev.codexbar.transcript.KiroStandIn.Behaviour;
import dev.codexbar.transcript.KiroStandInProgram.Exit;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What {@code acp} of a {@link KiroStandIn} does: an agent on pipes, one JSON-RPC message on each line. */
final class KiroStandInAgent {

    private static final Pattern METHOD = Pattern.compile("\"method\":\"([^\"]*)\"");
    private static final Pattern ID = Pattern.compile("\"id\":(\"[^\"]*\"|-?\\d+)");

    private static final String USAGE = "{\"success\":true,\"message\":\"Plan: KIRO FREE | 1 usage breakdowns\","
            + "\"data\":{\"planName\":\"KIRO FREE\",\"billingCycleReset\":\"2026-08-01\",\"overagesEnabled\":false,"
            + "\"isEnterprise\":false,\"usageBreakdowns\":[{\"resourceType\":\"CREDIT\",\"displayName\":\"Credits\","
            + "\"used\":12.5,\"limit\":50,\"percentage\":25,\"currentOverages\":0,\"hasLimit\":true}],"
            + "\"bonusCredits\":[],\"addOnCredits\":[]}}";

    private final KiroStandInProgram program;
    private boolean isV3;
    private boolean isSignedIn;
    private boolean isInitialized;

    KiroStandInAgent(KiroStandInProgram program) {
        this.program = program;
    }

    void run(List<String> arguments) throws IOException, InterruptedException, Exit {
        if (!program.since(1, 25)) {
            program.refuse("unrecognized subcommand 'acp'");
        }
        readFlags(arguments);
        if (program.is(Behaviour.ACP_HANGS) || (program.is(Behaviour.ACP_UNPACKS_ONCE) && program.isFirst("acp"))) {
            program.hang();
        }
        if (program.is(Behaviour.ACP_LOGGED_OUT)) {
            program.fail(1, "error: You are not logged in, please log in with kiro-cli login");
        }
        program.print("2026-07-16T12:00:00Z INFO agent starting {not json}\n");
        if (program.is(Behaviour.ACP_FLOOD)) {
            program.flood(request("9", "_kiro/terminal/shell_type"));
        }
        if (isV3 && !isSignedIn) {
            // Before it answers anything, with an id of its own.
            program.print(request("0", "_kiro/auth/getAccessToken"));
        }
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            take(line);
        }
        if (program.is(Behaviour.ACP_IGNORES_END)) {
            program.hang();
        }
    }

    private void readFlags(List<String> arguments) throws IOException, Exit {
        String engine = null;
        for (int i = 0; i < arguments.size(); i++) {
            String value = i + 1 < arguments.size() ? arguments.get(i + 1) : "";
            switch (arguments.get(i)) {
                case "--agent-engine" -> {
                    if (!program.since(2, 3) || program.is(Behaviour.ACP_REFUSES_ENGINES)) {
                        program.refuse("unexpected argument '--agent-engine' found");
                    }
                    program.checkEngine(value);
                    engine = value;
                    i++;
                }
                case "--auth-method" -> {
                    if (!program.hasAuthMethod() || program.is(Behaviour.ACP_WITHOUT_AUTH_METHOD)) {
                        program.refuse("unexpected argument '--auth-method' found");
                    }
                    isSignedIn = value.equals("cli");
                    i++;
                }
                default -> program.refuse("unexpected argument '" + arguments.get(i) + "' found");
            }
        }
        isV3 = engine == null ? program.since(3, 0) : engine.equals("v3");
        if (isV3 && program.is(Behaviour.ACP_V2_ONLY)) {
            program.fail(1, "The v3 engine is currently not supported on this system.");
        }
        if (isSignedIn && !isV3) {
            program.fail(1, "--auth-method is only supported with --agent-engine=v3");
        }
    }

    private void take(String line) throws IOException, Exit {
        String id = find(ID, line);
        String method = find(METHOD, line);
        if (method == null) {
            if (line.contains("\"error\"")) {
                program.log("acp", "refused " + id);
            } else {
                program.log("TOKEN", line);
            }
            return;
        }
        switch (method) {
            case "initialize" -> {
                program.log("acp", "initialize");
                program.print(answer(
                        id,
                        "{\"protocolVersion\":1,\"agentCapabilities\":{\"loadSession\":true,\"_meta\":{\"kiro\":"
                                + "{\"extensionMethods\":[\"_kiro/knowledge\",\"_kiro/session/context\"]}}}}"));
                isInitialized = true;
            }
            case "session/new" -> {
                program.log("acp", "session");
                program.print(request("\"p1\"", "session/request_permission"));
                program.print("{\"jsonrpc\":\"2.0\",\"method\":\"_kiro.dev/metadata\",\"params\":{}}\n");
                program.print(answer(id, "{\"sessionId\":\"s-1\"}"));
            }
            case "_kiro/account/getUsage" -> {
                // Its id is that of the question.
                program.print(request(String.valueOf(id), "_kiro/terminal/shell_type"));
                program.log("acp", isInitialized ? "usage" : "usage before sign-in");
                if (isV3 && !program.is(Behaviour.ACP_WITHOUT_METHOD)) {
                    usage(id);
                } else {
                    unknownMethod(id, method);
                }
            }
            case "_kiro.dev/commands/execute" -> {
                program.log("acp", "command");
                if (!isV3 && line.contains("\"args\":{}")) {
                    usage(id);
                } else {
                    unknownMethod(id, method);
                }
            }
            default -> {
                if (method.startsWith("session/prompt")) {
                    program.log("MODEL", line);
                }
                program.print(error(id, -32601, "\"message\":\"Method not found\""));
            }
        }
    }

    private void usage(@Nullable String id) throws IOException, Exit {
        if (isV3 && (!isSignedIn || program.is(Behaviour.ACP_AUTH_FAILED))) {
            program.print(failed(id, "Authentication failed"));
        } else if (program.is(Behaviour.ACP_AUTH_FAILED)) {
            program.print(error(id, -32000, "\"message\":\"Authentication required\""));
        } else if (program.is(Behaviour.ACP_NO_PROFILE)) {
            program.print(failed(id, "Invalid profileArn."));
        } else if (program.is(Behaviour.ACP_MANAGED)) {
            program.print(answer(id, "{\"success\":true,\"message\":\"Your plan is managed by admin\"}"));
        } else if (program.is(Behaviour.ACP_FAILS)) {
            program.print(
                    error(id, -32603, "\"message\":\"Internal error\",\"data\":{\"details\":\"dispatch failure\"}"));
        } else if (program.is(Behaviour.ACP_BROKEN_ANSWER)) {
            program.print("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{\"success\":tru\n");
        } else if (program.is(Behaviour.ACP_WITHOUT_LINE_FEED)) {
            program.print(answer(id, USAGE).strip());
            throw new Exit(0);
        } else {
            program.print(answer(id, USAGE));
        }
    }

    private void unknownMethod(@Nullable String id, String method) throws IOException {
        program.print(error(
                id,
                -32603,
                "\"message\":\"Internal error\",\"data\":{\"details\":\"[PersistenceClassification] Ext method \\\""
                        + method + "\\\" has no persistence classification.\"}"));
    }

    private static String failed(@Nullable String id, String why) {
        return answer(id, "{\"success\":false,\"message\":\"Failed to retrieve usage information: " + why + "\"}");
    }

    private static String answer(@Nullable String id, String result) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}\n";
    }

    private static String error(@Nullable String id, int code, String words) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"error\":{\"code\":" + code + "," + words + "}}\n";
    }

    private static String request(String id, String method) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":{}}\n";
    }

    private static @Nullable String find(Pattern pattern, String line) {
        Matcher matcher = pattern.matcher(line);
        return matcher.find() ? matcher.group(1) : null;
    }
}
