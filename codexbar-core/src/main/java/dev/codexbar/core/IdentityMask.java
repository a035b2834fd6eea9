package dev.codexbar.core;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Masks identity in free text. The output of a tool may contain the e-mail address, the account number or a token of
 * the person who runs it, and none of these may get into a log, a message or a file.
 *
 * <p>Masked are:
 *
 * <ul>
 *   <li>e-mail addresses, as they are or escaped for a URL, JSON or HTML, with the name that stands before one in angle
 *       brackets; not the version of a package, as in {@code @openai/codex@latest} or {@code codex@0.171.0},
 *   <li>names in the paths of home folders, and after {@code logged in as}, {@code user:} or {@code account:},
 *   <li>bearer tokens, JSON web tokens, and keys that show by their beginning whose they are (GitHub, AWS, Anthropic,
 *       OpenAI, Google, Kiro),
 *   <li>Amazon resource names, account numbers, and the ids by which AWS and OpenAI name people and organisations,
 *   <li>the user and the codes in URLs,
 *   <li>values that follow words such as {@code token}, {@code api_key}, {@code password}, {@code username} or
 *       {@code account_id},
 *   <li>names that follow {@code organization}, {@code tenant}, {@code company} or {@code full_name} after a colon,
 *       after an equals sign or in quotation marks.
 * </ul>
 *
 * <p>Elsewhere, a name has no shape to recognise it by.
 *
 * @since 0.1.0
 */
public final class IdentityMask {

    static final String EMAIL = "***@***";

    /**
     * A kind of identity, recognised by possessive patterns so that hostile text costs linear time. Most messages hold
     * none of its signs, and compiling all patterns takes as long as reading some reports.
     */
    static final class Rule {

        private final List<String> signs;
        private final String expression;
        private final String replacement;
        private volatile @Nullable Pattern compiled;

        private Rule(List<String> signs, String expression, String replacement) {
            this.signs = signs;
            this.expression = expression;
            this.replacement = replacement;
        }

        /**
         * Makes a rule.
         *
         * @param signs texts in small letters, with blanks between them; where the expression matches, one of them is
         *     in the text, in whatever case
         */
        private static Rule of(String signs, String expression, String replacement) {
            return new Rule(List.of(signs.split(" ")), expression, replacement);
        }

        /** Compiles it at the first use; two threads may both do so. */
        Pattern pattern() {
            Pattern pattern = compiled;
            if (pattern == null) {
                pattern = Pattern.compile(expression);
                compiled = pattern;
            }
            return pattern;
        }

        /** Returns the text with the identity replaced, whatever its signs. */
        String replaceIn(String text) {
            return pattern().matcher(text).replaceAll(replacement);
        }

        private boolean hasSignIn(String smallLetters) {
            for (String sign : signs) {
                if (smallLetters.contains(sign)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Also as it is within quoted JSON, such as a body that a program prints as a string. */
    private static final String QUOTE = "(?:\\\\{0,3}+[\"'])";

    /** A word, or all up to the end of a quotation, as a password may hold blanks. */
    private static final String VALUE =
            "(?:(?<=\")[^\"\\r\\n]{1,8192}+|(?<=')[^'\\r\\n]{1,8192}+|[^\\s\"',;]{1,8192}+)";

    /** Also in full width, and as URLs, JSON and HTML may escape it. */
    private static final String AT = "(?:[@\\uff20]|\\\\u0040|%(?:25){0,3}+40|&#(?:64|x40);)";

    /** Also with characters that have no width, and with the full stops of other scripts. */
    private static final String IN_DOMAIN = "-_\\p{L}\\p{M}\\p{N}.\\u3002\\uff0e\\u200b-\\u200d\\u2060\\ufeff";

    private static final String IN_USER = IN_DOMAIN + "+'";

    private static final String IN_NAME = "[\\p{L}\\p{M}'\\u2019.-]{0,40}+";

    /**
     * A package with its version, as in {@code owner/name@v4} or {@code codex@0.171.0}. Any other word may be a login,
     * so that {@code jane@latest} is masked: a host may have any name. Four numbers are more likely a host's address.
     */
    private static final String PACKAGE =
            "(?:(?<=/)(?<=(?<![\\w./-])[\\w-]{1,39}/)[\\w.-]{1,64}+|(?i:claude(?:-code)?|codex|copilot|gemini|kiro(?:-cli)?))"
                    + AT + "(?:latest|v?\\d{1,9}+(?:\\.\\d{1,9}+){0,2}+"
                    + "(?:-(?:alpha|beta|dev|next|nightly|pre|preview|rc|snapshot)(?:[.-]?\\d{1,9}+){0,3}+)?+)"
                    + "\\.?+(?![" + IN_DOMAIN + "]|" + AT + ")";

    /** Between the parts of a name, as in {@code Ludwig van Beethoven}. */
    private static final String PARTICLES =
            "(?:(?:al|bin|da|das|de|del|den|der|di|dos|du|e|ibn|la|le|ten|ter|van|von|y|zu) ){0,3}+";

    private static final String CAPITAL = "[\\p{Lu}\\p{Lt}\\p{Lo}]";

    /** What a full stop ends within a name, as in {@code J.R. Muster} or {@code Prof. Dr. Muster}. */
    private static final String INITIAL = "(?:" + CAPITAL + "|Dipl|Dr|Fr|Hon|Ing|Mrs?|Ms|Mx|Prof|Rev|Sr|St)\\.";

    private static final String INITIALS = "(?:" + INITIAL + "[ -]?+(?=" + PARTICLES + CAPITAL + ")){0,6}+";

    /** A name or a login up to the punctuation behind it, which may also stand within. */
    private static final String NAME = INITIALS + "(?:" + PARTICLES + "(?=" + CAPITAL + "))?+"
            + "[^\\s\"'`,;.()<>\\]}]{1,255}+(?:(?:\\.|'(?=\\p{L}))[^\\s\"'`,;.()<>\\]}]{1,255}+){0,16}+";

    /** What often follows a name in the same line. Any other word before a colon may be the end of the name. */
    private static final String LABEL =
            "(?i:account|credits|e-?mail|expires|group|id|login|model|name|org|organi[sz]ation"
                    + "|plan|profile|provider|region|renews|resets|role|session|status|subscription|team|tenant|tier|type|usage"
                    + "|user|version|week|weekly|workspace)\\s{0,2}+[=:]";

    /** A word that may be a part of a name. */
    private static final String CAPITALISED = "(?!" + LABEL + ")" + CAPITAL + "(?:['\u2019-]?+[\\p{L}\\p{M}]){0,40}+";

    private static final String FURTHER_NAMES = "(?: " + PARTICLES + "(?:(?:" + INITIAL + "-?+){1,5}+(?= " + PARTICLES
            + CAPITAL + ")|" + CAPITALISED + ")){0,5}+";

    private static final String END_OF_WORD = "(?![\\p{L}\\p{M}\\p{N}_-])";

    /** Where a name is expected: the first word of a sentence, a state, or the cause of an error. */
    private static final String STATES =
            "(?i:aborted|access|account|active|already|anonymous|another|api|auth|authentication|authorization|bad|broken"
                    + "|can|cancell?ed|cannot|certificate|check|checking|client|closed|command|connect|connection|context"
                    + "|could|credentials|data|deadline|default|denied|did|disabled|dns|does|eacces|eai_again|econnrefused"
                    + "|econnreset|email|empty|enabled|enoent|enotfound|eof|eperm|epipe|etimedout|expired|failed|failure"
                    + "|false|file|forbidden|gateway|get|guest|http|https|inactive|internal|invalid|is|it|json|limit"
                    + "|loading|locked|log|logged|login|malformed|missing|must|n/a|network|never|nil|no|none|not|nothing"
                    + "|null|offline|ok|operation|password|payment|permission|please|post|process|proxy|quota|rate"
                    + "|refused|rejected|remote|request|required|response|retry|revoked|root|run|see|server|service"
                    + "|session|sign|signed|socket|something|ssl|state|status|stream|subscription|suspended|system|the"
                    + "|there|this|timed|timeout|tls|token|too|true|try|unable|unauthori[sz]ed|unavailable|undefined"
                    + "|unexpected|unknown|unreachable|unsupported|unverified|url|usage|use|user|verified|waiting|we|yes"
                    + "|your|[a-z]{0,40}+(?<=error|exception))"
                    + END_OF_WORD;

    /** The words of plans, and others with which a name may begin as well, as in {@code Claude Monet}. */
    private static final String PLAN =
            "(?:ai|amazon|an?(?!\\.)|anthropic|apple|aws|basic|builder|business|center|chatgpt|claude|cloud|code|copilot"
                    + "|developer|edition|education|enterprise|free|github|google|iam|id|identity|individual|kiro|lite"
                    + "|managed|max|microsoft|one|openai|organi[sz]ation|personal|plan|plus|power|premium|pro\\+?+"
                    + "|q(?!\\.)|sso|standard|starter|student|team|teams|tier|trial|ultra|workspace|you)"
                    + END_OF_WORD;

    private static final String NO_NAME =
            "(?:" + STATES + "|(?i:" + PLAN + "(?: " + PLAN + "){0,5}+)(?! " + PARTICLES + CAPITALISED + "))";

    /** The given name behind the family name. */
    private static final String GIVEN_NAME =
            "(?:, (?!" + NO_NAME + ")" + INITIALS + PARTICLES + CAPITALISED + FURTHER_NAMES + ")?+";

    private static final String TOKEN_SIGNS = "ghp_ gho_ ghu_ ghs_ ghr_ github_pat_ ksk_ sk- sess- aiza ya29."
            + " akia asia abia acca agpa aida aipa anpa anva apka aroa asca aoaaaaaa aoraaaaa d- ssoins-"
            + " org- org_ user- user_ proj- proj_ acct- acct_";

    /** More than one, because an identity may be recognised only after another one beside it is masked. */
    private static final int MOST_ROUNDS = 4;

    private static final List<Rule> RULES = List.of(
            // Before the addresses, which would take the end of a password for a name.
            Rule.of("://", "(?<=://)[^\\s/?#@]{1,512}+@", "***@"),
            // Of any length, because half a name is one too: a run of its characters is tried at its first only, behind
            // an escaped sign, which ends it, and behind another address.
            Rule.of(
                    "@ \uff20 0040 40 &#",
                    "(?:\"[^\"\\r\\n]{1,64}+\"|(?:(?<![" + IN_USER + "%])|(?<=%(?:25){0,3}40)|\\G)(?!" + PACKAGE
                            + ")(?:["
                            + IN_USER + "]|%(?!(?:25){0,3}+40))++)(?:" + AT + "(?:[" + IN_DOMAIN
                            + "]++|\\[[\\p{Alnum}.:]{1,64}+\\]))++",
                    EMAIL),
            Rule.of(
                    "<***@***>",
                    "(?:\"[^\"\\r\\n]{1,100}+\" |(?<![\\p{L}\\p{M}\\p{N}])(?:[\\p{Lu}\\p{Lt}\\p{Lo}]" + IN_NAME
                            + " ){1,4}+)(?=<\\*{3}@\\*{3}>)",
                    "*** "),
            // Account numbers of AWS, also as its console writes them.
            Rule.of("0 1 2 3 4 5 6 7 8 9", "(?<!\\d)\\d{12}(?!\\d)|(?<![\\d-])\\d{4}-\\d{4}-\\d{4}(?![\\d-])", "***"),
            Rule.of("/home/ users", HomePaths.OTHER_HOMES, "$1***"),
            Rule.of(
                    "logged signed",
                    "((?i:\\b(?:logged|signed) in (?:to [^\\s]{1,255}+ )?(?:as|account) )" + QUOTE
                            + "?+)(?!\\*{3}|(?:an?|another|the|root)(?![\\w-]))" + NAME + FURTHER_NAMES + GIVEN_NAME,
                    "$1***"),
            // A login in small letters is masked below, but only where it follows a label that means nothing else.
            Rule.of(
                    "user account",
                    // A word of its own or the last one of several in camel case, but not the end of a path.
                    "((?:(?<![\\p{L}\\p{N}/\\\\])|(?<=\\\\[nrt])|(?<=\\p{Ll})(?=[UA]))"
                            + "(?i:(?:user|account)(?:[ _-]?(?:name|holder|owner))?+)" + QUOTE
                            + "?+[ \\t]{0,32}+[=:][ \\t]{0,32}+" + QUOTE + "?+)(?=" + PARTICLES + CAPITAL + ")(?!"
                            + NO_NAME + ")" + NAME + FURTHER_NAMES + GIVEN_NAME,
                    "$1***"),
            Rule.of(
                    TOKEN_SIGNS,
                    "(?<![A-Za-z0-9])(?:"
                            // Keys of GitHub and Kiro; a short one may be the beginning of one that was cut.
                            + "(?:gh[pousr]_|github_pat_|ksk_)\\w{1,255}+"
                            // Anthropic and OpenAI.
                            + "|sk-(?:(?:ant|proj|svcacct|admin)-[\\w-]{1,512}+|[\\w-]{20,512}+)|sess-\\w{20,512}+"
                            // Google.
                            + "|AIza[\\w-]{30,64}+|ya29\\.[\\w.-]{8,2048}+"
                            // Keys and unique ids of AWS, the tokens of its sign-in, and its directories.
                            + "|A(?:KIA|SIA|BIA|CCA|GPA|IDA|IPA|NPA|NVA|PKA|ROA|SCA)[A-Z0-9]{16}\\b"
                            + "|a(?:oa|or)AAAAA[\\w+/=:.-]{8,8192}+"
                            + "|(?<![\\w-])(?:d-[0-9a-f]{10}(?:\\.[0-9a-f-]{36})?|ssoins-[0-9a-f]{16})(?![\\w-])"
                            // People and organisations of OpenAI; a word holds neither digits nor capitals.
                            + "|(?<![\\w-])(?:org|user|proj|acct)[_-](?=[a-z]{0,63}+[A-Z0-9])[A-Za-z0-9]{16,64}+(?![\\w-])"
                            + ")",
                    "***"),
            // The start URL of IAM Identity Center names the company.
            Rule.of("awsapps", "(?i)\\b[a-z0-9-]{1,64}+\\.awsapps\\.com\\b", "***.awsapps.com"),
            Rule.of("arn:", "(?i)\\barn:[a-z0-9-]{1,32}+:[^\\s\"'<>,;)\\]}]{1,2048}+", "arn:***"),
            Rule.of("eyj", "\\beyJ[\\w-]{4,8192}+(?:\\.[\\w-]{1,8192}+){0,2}+", "***"),
            Rule.of(
                    "authorization",
                    "(?i)(\\bauthorization" + QUOTE + "?\\s{0,4}+[=:]\\s{0,4}+" + QUOTE
                            + "?(?:basic|digest|negotiate|token)\\s{1,8}+)[^\\s\"',;]{1,8192}+",
                    "$1***"),
            Rule.of(
                    "=",
                    "(?i)([?&][a-z0-9_.-]{0,32}?(?:(?<!(?:error|status)[_-])code(?:[_-]verifier)?|state|nonce"
                            + "|signature|session(?:[_-]?id)?|ticket|assertion|login(?:[_-]hint)?|user"
                            + "|(?:organi[sz]ation|org|tenant|company|user|account)(?:[_-]?(?:name|uuid|id|slug))?)=)"
                            + "[^\\s&#\"'<>]{1,8192}+",
                    "$1***"),
            // Parameters of URLs are masked above, up to their end. An apostrophe after a letter is a genitive.
            Rule.of(
                    "org tenant company name",
                    "(?i)(?<![\\p{L}\\p{N}./?&])((?:(?:organi[sz]ation|org|tenant|company)"
                            + "(?:[ _-]?(?:name|uuid|id|slug))?|(?:full|first|last|given|family)[ _-]?name)" + QUOTE
                            + "?(?:\\s{0,4}+[=:]\\s{0,4}+(?:" + QUOTE + "|\u201c)?|\\s{1,4}+(?:" + QUOTE + "|\u201c)))"
                            + "[^\\s\"'\u201c\u201d,;{}()][^\\r\\n\"'\u201d,;{}()]{0,1000}+(?-i:" + GIVEN_NAME + ")",
                    "$1***"),
            Rule.of("bearer", "(?i)\\bbearer(?:[\\s:=]{1,8}+|%20)[^\\s\"',;]{1,8192}+", "Bearer ***"),
            Rule.of(
                    "cookie",
                    "(?i)(\\bcookie" + QUOTE + "?\\s{0,4}+[=:]\\s{0,4}+" + QUOTE
                            + "?)[^\\s\"',;]{1,8192}+(?:;\\s{0,4}+[^\\s\"',;=]{1,256}+=[^\\s\"',;]{0,8192}+){0,256}+",
                    "$1***"),
            Rule.of(
                    "= :",
                    "(?i)(?<![a-z0-9_-])([a-z0-9_-]{0,64}?(?:token|secret|password|passwd|passphrase|cookie"
                            + "|(?:api|access|secret|private)[ _-]?key|(?:user|account)[ _-]?(?:name|number|uuid|id)"
                            // In plain words, what follows may be a sentence about a login.
                            + "|login(?=[\"'\\\\=]))"
                            + QUOTE + "?\\s{0,4}+[=:]\\s{0,4}+" + QUOTE + "?)" + VALUE,
                    "$1***"));

    private IdentityMask() {}

    /**
     * Returns the text with every piece of identity replaced by asterisks.
     *
     * @param text any text
     * @return the text without identity; the same text if it contains none
     */
    public static String mask(String text) {
        String masked = Objects.requireNonNull(text, "text");
        for (int round = 0; round < MOST_ROUNDS; round++) {
            String before = masked;
            String smallLetters = masked.toLowerCase(Locale.ROOT);
            for (Rule rule : RULES) {
                if (rule.hasSignIn(smallLetters)) {
                    masked = rule.replaceIn(masked);
                    smallLetters = masked.toLowerCase(Locale.ROOT);
                }
            }
            if (masked.equals(before)) {
                return before;
            }
        }
        return masked;
    }

    static List<Rule> rules() {
        return RULES;
    }

    static @Nullable String maskNullable(@Nullable String text) {
        return text == null ? null : mask(text);
    }
}
