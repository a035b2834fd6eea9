package dev.codexbar.core;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Masks identity in free text. The output of a tool may contain the e-mail address, the account number or a token of
 * the person who runs it, and none of these may get into a log, a message or a file.
 *
 * <p>Masked are e-mail addresses, Amazon resource names, twelve-digit account numbers, bearer tokens, JSON web tokens,
 * keys that show by their beginning whose they are (GitHub, AWS, Anthropic, OpenAI, Kiro), the user and the codes in
 * URLs, and values that follow words such as {@code token}, {@code api_key}, {@code secret} or {@code password}. So are
 * names that follow {@code organization}, {@code tenant} or {@code company} after a colon, after an equals sign or in
 * quotation marks. Elsewhere, a name has no shape to recognise it by.
 *
 * @since 0.1.0
 */
public final class IdentityMask {

    static final String EMAIL = "***@***";

    /** A kind of identity, recognised by possessive patterns so that hostile text costs linear time. */
    private record Rule(Pattern pattern, String replacement) {}

    /** Also as it is within quoted JSON, such as a body that a program prints as a string. */
    private static final String QUOTE = "(?:\\\\{0,3}+[\"'])";

    private static final List<Rule> RULES = List.of(
            // Before the addresses, which would take the end of a password for a name.
            new Rule(Pattern.compile("(?<=://)[^\\s/?#@]{1,512}+@"), "***@"),
            // Of any length, because half a name is one too: a run of its characters is tried at its first only.
            // The second and third form: with characters that have no width, and as JSON may escape it.
            new Rule(
                    Pattern.compile("(?<![\\p{L}\\p{N}._%+'\\u200b-\\u200d\\u2060\\ufeff-])"
                            + "[\\p{L}\\p{N}._%+'\\u200b-\\u200d\\u2060\\ufeff-]++(?:@|\\\\u0040)"
                            + "[\\p{L}\\p{N}.\\u200b-\\u200d\\u2060\\ufeff-]++"),
                    EMAIL),
            // Tokens that show by themselves what they are: those of GitHub, Kiro, Anthropic and OpenAI, access keys of
            // AWS, and those of its sign-in. A short one may be the beginning of one that was cut.
            new Rule(Pattern.compile("\\b(?:gh[pousr]_|github_pat_|ksk_)\\w{1,255}+"), "***"),
            new Rule(Pattern.compile("\\bsk-(?:(?:ant|proj|svcacct|admin)-[\\w-]{1,512}+|[\\w-]{20,512}+)"), "***"),
            new Rule(Pattern.compile("\\b(?:AKIA|ASIA)[A-Z0-9]{16}\\b"), "***"),
            new Rule(Pattern.compile("\\ba(?:oa|or)AAAAA[\\w+/=:.-]{8,8192}+"), "***"),
            // The start URL of IAM Identity Center names the company.
            new Rule(Pattern.compile("(?i)\\b[a-z0-9-]{1,64}+\\.awsapps\\.com\\b"), "***.awsapps.com"),
            new Rule(Pattern.compile("(?i)\\barn:[a-z0-9-]{1,32}+:[^\\s\"'<>,;)\\]}]{1,2048}+"), "arn:***"),
            new Rule(Pattern.compile("\\beyJ[\\w-]{4,8192}+(?:\\.[\\w-]{1,8192}+){0,2}+"), "***"),
            new Rule(
                    Pattern.compile("(?i)(\\bauthorization" + QUOTE + "?\\s{0,4}+[=:]\\s{0,4}+" + QUOTE
                            + "?(?:basic|digest|negotiate|token)\\s{1,8}+)[^\\s\"',;]{1,8192}+"),
                    "$1***"),
            new Rule(
                    Pattern.compile(
                            "(?i)([?&][a-z0-9_.-]{0,32}?(?:(?<!(?:error|status)[_-])code(?:[_-]verifier)?|state|nonce"
                                    + "|signature|session(?:[_-]?id)?|ticket|assertion"
                                    + "|(?:organi[sz]ation|org|tenant|company)(?:[_-]?(?:name|id|slug))?)=)"
                                    + "[^\\s&#\"'<>]{1,8192}+"),
                    "$1***"),
            new Rule(
                    // URL parameters are masked above, up to their end. An apostrophe after a letter is a genitive.
                    Pattern.compile("(?i)(?<![\\p{L}\\p{N}./?&])((?:organi[sz]ation|org|tenant|company)"
                            + "(?:[ _-]?(?:name|id|slug))?" + QUOTE + "?(?:\\s{0,4}+[=:]\\s{0,4}+(?:" + QUOTE
                            + "|\u201c)?|\\s{1,4}+(?:" + QUOTE + "|\u201c)))"
                            + "[^\\s\"'\u201c\u201d,;{}()][^\\r\\n\"'\u201d,;{}()]{0,1000}+"),
                    "$1***"),
            new Rule(Pattern.compile("(?i)\\bbearer\\s{1,8}+[^\\s\"',;]{1,8192}+"), "Bearer ***"),
            new Rule(
                    Pattern.compile("(?i)(?<![a-z0-9_-])([a-z0-9_-]{0,64}?(?:token|secret|password|api_?-?key|cookie)"
                            + QUOTE + "?\\s{0,4}+[=:]\\s{0,4}+" + QUOTE + "?)[^\\s\"',;]{1,8192}+"),
                    "$1***"),
            new Rule(Pattern.compile("(?<!\\d)\\d{12}(?!\\d)"), "***"));

    private IdentityMask() {}

    /**
     * Returns the text with every piece of identity replaced by asterisks.
     *
     * @param text any text
     * @return the text without identity; the same text if it contains none
     */
    public static String mask(String text) {
        String masked = Objects.requireNonNull(text, "text");
        for (Rule rule : RULES) {
            masked = rule.pattern().matcher(masked).replaceAll(rule.replacement());
        }
        return masked;
    }

    static @Nullable String maskNullable(@Nullable String text) {
        return text == null ? null : mask(text);
    }
}
