package dev.codexbar.cli;

import dev.codexbar.cli.text.JsonText;
import dev.codexbar.core.ProviderDescriptor;
import dev.codexbar.core.UsageProviders;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code codexbar config dump|validate|enable|disable}, with the answers of the original. */
final class ConfigCommand {

    private final Host host;
    private final Settings settings;

    ConfigCommand(Host host, Settings settings) {
        this.host = host;
        this.settings = settings;
    }

    int dump() throws ConfigFile.UnusableException {
        List<String> ids = new ArrayList<>();
        Selection.all(host).descriptors().forEach(provider -> ids.add(provider.id()));
        // Always JSON, as the original: there is no other form of the file.
        Application.printJson(host, ConfigFile.read(host.environment()).dump(ids, settings.pretty()));
        return ExitCode.OK.number();
    }

    int validate() throws ConfigFile.UnusableException {
        List<ConfigFile.Issue> issues = ConfigFile.read(host.environment()).issues();
        if (settings.json()) {
            List<Object> list = new ArrayList<>();
            for (ConfigFile.Issue issue : issues) {
                Map<String, Object> entry = new LinkedHashMap<>();
                entry.put("severity", "error");
                entry.put("field", issue.field());
                entry.put("code", issue.code());
                entry.put("message", issue.message());
                list.add(entry);
            }
            print(list);
        } else if (issues.isEmpty()) {
            Application.print(host, "Config: OK\n");
        } else {
            StringBuilder text = new StringBuilder();
            issues.forEach(issue -> text.append("[ERROR] config (")
                    .append(issue.field())
                    .append("): ")
                    .append(Lines.clean(issue.message()))
                    .append('\n'));
            Application.print(host, text.toString());
        }
        return (issues.isEmpty() ? ExitCode.OK : ExitCode.FAILURE).number();
    }

    int enable(boolean isEnabled) throws CommandLineException, ConfigFile.UnusableException {
        UsageProviders chosen = chosen();
        ConfigFile file = ConfigFile.read(host.environment());
        for (ProviderDescriptor provider : chosen.descriptors()) {
            file = file.with(provider.id(), isEnabled);
        }
        file.write();
        List<Object> results = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (ProviderDescriptor provider : chosen.descriptors()) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("provider", provider.id());
            result.put("displayName", provider.displayName());
            result.put("enabled", isEnabled);
            result.put("configPath", file.path().toString());
            results.add(result);
            text.append("Config: ")
                    .append(isEnabled ? "enabled " : "disabled ")
                    .append(Lines.clean(provider.displayName()))
                    .append('\n');
        }
        if (settings.json()) {
            // The original takes one provider and prints an object. Several make one document, too.
            print(results.size() == 1 ? results.get(0) : results);
        } else {
            Application.print(host, text.toString());
        }
        return ExitCode.OK.number();
    }

    /** The providers to switch: without a name none, so that only {@code all} switches every one. */
    private UsageProviders chosen() throws CommandLineException {
        if (!settings.providers().isEmpty()) {
            return Selection.named(host, settings.providers());
        }
        if (settings.disabled()) {
            return Selection.all(host);
        }
        throw CommandLineException.wrong("A provider is missing. Name the id of one, or several, or `all`.");
    }

    private void print(Object value) {
        Application.printJson(host, JsonText.of(value, settings.pretty()));
    }
}
