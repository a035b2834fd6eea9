package dev.codexbar.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityMaskTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Email: jane.doe+kiro@example.co.uk | Email: ***@***",
                "<jane@example.com>, (joe@example.org) | <***@***>, (***@***)",
                "mailto:o'neill%x@example.com | mailto:***@***",
                "user=jürgen@exämple.de! | user=***@***!",
                "jane@localhost | ***@***",
                "{\"mail\":\"jane\\u0040example.com\"} | {\"mail\":\"***@***\"}",
                "ja\u200bne@exa\u2060mple.com | ***@***",
                "jane+kiro@example.com, jane@xn--exmple-cua.de | ***@***, ***@***",
                "\"jane doe\"@example.com and jane@[192.0.2.1] | ***@*** and ***@***",
                "ju\u0308rgen@example.com | ***@***",
                "jane\uff20example\u3002com | ***@***",
                "https://a.example/users/person%40example.com/x | https://a.example/users/***@***/x",
                "?login=1%2Cperson%2540example.com | ?login=***",
                "?to=jane@example.com%2Cjoe@example.org | ?to=***@******@***",
                "jane&#64;example.com or jane&#x40;example.com | ***@*** or ***@***",
                "jane@home@example.com | ***@***",
                "Signed off by Ada King Lovelace <ada@example.com> | Signed off by *** <***@***>",
                "{\"from\":\"Ada Lovelace <ada@example.com>\"} | {\"from\":\"*** <***@***>\"}",
                "From: \"Lovelace, Ada\" <ada@example.com> | From: *** <***@***>",
                "No such file: /home/ada/.aws/config | No such file: /home/***/.aws/config",
                "(in /home/ada) /var/home/ada/x file:///Users/ada | (in /home/***) /var/home/***/x file:///Users/***",
                "C:\\Users\\Ada Lovelace\\x, d:/Users/ada | C:\\Users\\***\\x, d:/Users/***",
                "C:\\Users\\Ada King Lovelace\\x | C:\\Users\\***\\x",
                "C:\\Users\\ada and C:\\Users\\jo\\x | C:\\Users\\*** and C:\\Users\\***\\x",
                "{\"path\":\"C:\\\\Users\\\\ada\\\\x\"} | {\"path\":\"C:\\\\Users\\\\***\\\\x\"}",
                "Logged in to github.com as ada (oauth_token) | Logged in to github.com as *** (oauth_token)",
                "Logged in to github.com account ada-l (keyring) | Logged in to github.com account *** (keyring)",
                "You are signed in as Ada Lovelace. | You are signed in as ***.",
                "You are logged in as \"ada.lovelace\", twice | You are logged in as \"***\", twice",
                "User name: Anna Muster | User name: ***",
                "User name: Anna Muster, plan Pro | User name: ***, plan Pro",
                "username=Anna Muster is not known | username=*** is not known",
                "Account: Anna Maria Muster | Account: ***",
                "Account: Anna Maria Muster (Pro), Region: us-east-1 | Account: *** (Pro), Region: us-east-1",
                "Account:    Anna Muster   Plan: Pro | Account:    ***   Plan: Pro",
                "Account: Anna Muster Plan: Pro | Account: *** Plan: Pro",
                "Account: Anna M. O'Hara-Lee. Run codex login | Account: ***. Run codex login",
                "Account owner: O'Hara | Account owner: ***",
                "User: Ludwig van Beethoven has no plan | User: *** has no plan",
                "User: de la Cruz | User: ***",
                "User: \u5c71\u7530 \u592a\u90ce | User: ***",
                "{\"account\":\"Anna Muster\",\"n\":1} | {\"account\":\"***\",\"n\":1}",
                "{'user': 'Anna Muster'} | {'user': '***'}",
                "Signed in as Anna Muster | Signed in as ***",
                "Signed in as Anna M. von Muster. | Signed in as ***.",
                "Signed in as al in us-east-1 | Signed in as *** in us-east-1",
                "Signed in as O'Hara in us-east-1 | Signed in as *** in us-east-1",
                "User: A. Muster | User: ***",
                "Account owner: A. Muster. Run codex login | Account owner: ***. Run codex login",
                "{\"user\": \"A. Muster\"} | {\"user\": \"***\"}",
                "user: E. Muster, user: A.-M. Muster | user: ***, user: ***",
                "user: J. R. Smith, user: J.R.R. Smith, user: Q. Smith | user: ***, user: ***, user: ***",
                "Account: Anna J.R. Muster | Account: ***",
                "Account: Dr. Anna Muster | Account: ***",
                "Account: Prof. Dr. A. von Muster (Pro) | Account: *** (Pro)",
                "Signed in as A. Muster | Signed in as ***",
                "Signed in as Mr. Muster. | Signed in as ***.",
                "User: A Muster, User: An Muster, User: You Muster | User: ***, User: ***, User: ***",
                "Account: Claude Monet, Account: Max Muster | Account: ***, Account: ***",
                "Account: Max von Muster | Account: ***",
                "User name: Muster, Anna | User name: ***",
                "{\"user\": \"van der Muster, Anna M.\", \"n\": 1} | {\"user\": \"***.\", \"n\": 1}",
                "full_name: Muster, Anna Maria; n: 1 | full_name: ***; n: 1",
                "{\"full_name\": \"Muster, A.\"} | {\"full_name\": \"***\"}",
                "Signed in as Muster, Dr. Anna | Signed in as ***",
                "Cannot load account: Anna Muster: HTTP 403 | Cannot load account: ***: HTTP 403",
                "Cannot load account: Max Muster: HTTP 403 | Cannot load account: ***: HTTP 403",
                "Account: Anna Muster Region: us, Account: Anna Status=on | Account: *** Region: us, Account: *** Status=on",
                "Account: Anna Muster, Plan: Pro | Account: ***, Plan: Pro",
                "Account: Anna Muster, Pro plan | Account: ***, Pro plan",
                "Account: Anna Muster, Token expired | Account: ***, Token expired",
                "{\"currentUser\":\"Anna Muster\"}, github_user: Anna | {\"currentUser\":\"***\"}, github_user: ***",
                "\"status: on\\nuser: Anna Muster\" | \"status: on\\nuser: ***\"",
                "jane@latest, jane@v2, jane.doe@7, pkg@1.2.3 | ***@***, ***@***, ***@***, ***@***",
                "https://a.example/users/jane@7 | https://a.example/users/***@***",
                "jane@192.0.2.1, jane@1.example, jane@1.2@example.com | ***@***, ***@***, ***@***",
                "{\"user_id\":5,\"login\":\"ada\"} | {\"user_id\":***,\"login\":\"***\"}",
                "userName=ada, accountId: 5a, Account ID: 5b | userName=***, accountId: ***, Account ID: ***",
                "{\"full_name\":\"Ada Lovelace\",\"n\":1} | {\"full_name\":\"***\",\"n\":1}",
                "organization_uuid: 5a0c0e1e-0000-4000-8000-00000000000a | organization_uuid: ***",
                "limit for org-INVENTED0000000000000000 reached | limit for *** reached",
                "AIDAIOSFODNN7EXAMPLE and AROAIOSFODNN7EXAMPLE:ada | *** and ***:ada",
                "my_ghp_INVENTED, x.gho_INVENTED | my_***, x.***",
                "sess-INVENTED000000000000000 | ***",
                "AIzaINVENTED00000000000000000000000000 or ya29.INVENTED-0 | *** or ***",
                "user d-9067a1b2c3.5a0c0e1e-0000-4000-8000-00000000000a of ssoins-72230a1b2c3d4e5f | user *** of ***",
                "account 1234-5678-9012 | account ***",
                "aws_secret_access_key = wJalr/K7 next | aws_secret_access_key = *** next",
                "{\"secretAccessKey\":\"a/b\"} private_key=abc | {\"secretAccessKey\":\"***\"} private_key=***",
                "Invalid API key: INVENTED | Invalid API key: ***",
                "passwd=abc passphrase: abc | passwd=*** passphrase: ***",
                "password: \"correct horse battery\", n: 1 | password: \"***\", n: 1",
                "Cookie: a=INVENTED; b=INVENTED | Cookie: ***",
                "Authorization=Bearer%20INVENTED | Authorization=Bearer ***",
                "remote ghp_abcdefghijklmnopqrstuvwxyz0123456789 | remote ***",
                "github_pat_11ABCDEFG0abcdefghijkl_mnopqrstuvwxyz | ***",
                "a token that was cut: gho_invented | a token that was cut: ***",
                "invalid x-api-key sk-ant-api03-INVENTED_0-0 | invalid x-api-key ***",
                "Incorrect API key provided: sk-proj-INVENTED. | Incorrect API key provided: ***.",
                "key sk-INVENTED000000000000000000 of old | key *** of old",
                "ksk_INVENTED is invalid | *** is invalid",
                "Authorization: token INVENTED | Authorization: token ***",
                "{\"authorization\":\"Basic INVENTED==\"} | {\"authorization\":\"Basic ***\"}",
                "proxy http://ada:secret@proxy.example:3128 | proxy http://***@proxy.example:3128",
                "https://a.example/in?user_code=ABCD-EFGH&page=2 | https://a.example/in?user_code=***&page=2",
                "https://a.example/?X-Amz-Signature=0f1e&state=1#top | https://a.example/?X-Amz-Signature=***&state=***#top",
                "Organization: Acme Ltd | Organization: ***",
                "{\"organization_name\":\"Acme Ltd\", \"n\": 1} | {\"organization_name\":\"***\", \"n\": 1}",
                "SSO is enforced by organisation \"Acme Ltd\". | SSO is enforced by organisation \"***\".",
                "org=acme, tenant id: 5a | org=***, tenant id: ***",
                "body \\\"token\\\": \\\"INVENTED\\\" | body \\\"token\\\": \\\"***\"",
                "{\\\"org_name\\\":\\\"Acme Ltd\\\"} | {\\\"org_name\\\":\\\"***\"}",
                "\\\"authorization\\\":\\\"Basic INVENTED==\\\" | \\\"authorization\\\":\\\"Basic ***\"",
                "https://a.example/?org=acme&page=2 failed with 503 | https://a.example/?org=***&page=2 failed with 503",
                "https://a.example/?session_id=5a&code_verifier=6b | https://a.example/?session_id=***&code_verifier=***",
                "AKIAIOSFODNN7EXAMPLE, ASIAIOSFODNN7EXAMPLE | ***, ***",
                "aoaAAAAAGabcdefghijklmnop:MGQCMB.x= | ***",
                "https://my-company.awsapps.com/start | https://***.awsapps.com/start",
                "arn:aws:codewhisperer:us-east-1:123456789012:profile/ABC done | arn:*** done",
                "Profile \"arn:aws-cn:sso:::instance/x\". | Profile \"arn:***\".",
                "account 123456789012. | account ***.",
                "Authorization: Bearer abc.def-ghi | Authorization: Bearer ***",
                "BEARER  abc | Bearer ***",
                "jwt eyJhbGciOi.eyJzdWIiOi.c2lnbmF0dXJl end | jwt *** end",
                "token=abc123 next | token=*** next",
                "{\"access_token\": \"abc123\", \"n\": 1} | {\"access_token\": \"***\", \"n\": 1}",
                "AWS_SECRET_ACCESS_TOKEN=abc | AWS_SECRET_ACCESS_TOKEN=***",
                "KIRO_API_KEY=ksk_abc | KIRO_API_KEY=***",
                "x-api-key: abc; password : hunter2 | x-api-key: ***; password : ***",
                "{\"refreshToken\":\"aorAAAA\",\"expiresIn\":1} | {\"refreshToken\":\"***\",\"expiresIn\":1}",
                "ssoAccessToken=abc | ssoAccessToken=***",
                "cookie: session=1 | cookie: ***",
                "client_secret = abc | client_secret = ***"
            })
    void masksIdentity(String text, String masked) {
        assertEquals(masked, IdentityMask.mask(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ghp_INVENTED",
                "gho_INVENTED",
                "ghu_INVENTED",
                "ghs_INVENTED",
                "ghr_INVENTED",
                "ABIAIOSFODNN7EXAMPLE",
                "ACCAIOSFODNN7EXAMPLE",
                "AGPAIOSFODNN7EXAMPLE",
                "AIPAIOSFODNN7EXAMPLE",
                "ANPAIOSFODNN7EXAMPLE",
                "ANVAIOSFODNN7EXAMPLE",
                "APKAIOSFODNN7EXAMPLE",
                "ASCAIOSFODNN7EXAMPLE",
                "aorAAAAAGabcdefgh",
                "org_INVENTED00000000",
                "user-INVENTED00000000",
                "user_INVENTED00000000",
                "proj-INVENTED00000000",
                "proj_INVENTED00000000",
                "acct-INVENTED00000000",
                "acct_INVENTED00000000"
            })
    void masksWhatShowsByItsBeginningWhatItIs(String text) {
        assertEquals("is *** it", IdentityMask.mask("is " + text + " it"));
    }

    @Test
    void masksWhatStandsInSingleQuotationMarks() {
        assertEquals("{'token': '***', 'org': '***'}", IdentityMask.mask("{'token': 'INVENTED', 'org': 'Acme Ltd'}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "kiro-cli 1.29.0-beta.2",
                "kiro-cli chat --no-interactive --agent-engine v1 --legacy-ui /usage",
                "Estimated Usage | resets on 2026-08-01 | KIRO PRO+",
                "Credits (895.04 of 2000 covered in plan)",
                "🎁 Bonus credits: 5.00/10 credits used, expires in 7 days",
                "Overages: Enabled  billed at $0.04 per request (managed by your organization)",
                "████████ 25.5%",
                "Add-on credits: 11111111111 of 9999999999999",
                "To manage your plan navigate to https://app.kiro.dev/account/usage",
                "https://health.aws.amazon.com/health/status",
                "Not logged in. Set the KIRO_API_KEY environment variable or run `kiro-cli login` first.",
                "Authentication failed. Your API key may be invalid or expired.",
                "Token expired",
                "12 000 tokens of 200 000, tokens: 5",
                "your password, your secret and the cookie",
                "@ 5 pm, a @ b",
                "2026-11-22T12:40:00.123456Z",
                "barn:yard",
                "disk-usage, sk-learn and sk-SK",
                "Authorization: required",
                "a status code of 429, state: on",
                "https://health.example.org:443/?page=2",
                "(managed by your organization)",
                "Ask your organization's administrator, or your company's.",
                "https://a.example/?error_code=429&status_code=503",
                "managed by your company; see https://kiro.dev/company",
                "in /home and /Users, /tmp/home/.config, /home/linuxbrew/.linuxbrew/bin",
                "You are logged in as root, and signed in as another user.",
                "Not logged in. Login: failed, user: unknown",
                "Invalid username or password.",
                "see Kiro <https://kiro.dev>",
                "Account: none found. Run codex login",
                "Account: None found. Run codex login",
                "User: unknown",
                "User: Unknown, Account: Not signed in",
                "Account: ChatGPT Plus, Account: Builder ID",
                "Account:\nRun codex login",
                "Get \"https://api.github.com/copilot_internal/user\": EOF",
                "/srv/account: Permission denied",
                "/srv/account: Harm done, C:\\srv\\user: Harm done",
                "https://api.example/user: HTTP 403",
                "Could not get user: Unauthorized",
                "Could not get user: Bad Gateway, user: Internal Server Error",
                "user: Token expired",
                "user: TypeError: x is not a function, user: JsonParseException",
                "user: Network is unreachable, user: Request failed, user: Session expired, user: Forbidden",
                "user: ECONNREFUSED, account: Email not verified, account: Login failed, account: Signed out",
                "superuser: Mode, subaccount: Mode",
                "Account: You are not signed in, Account: Your plan, Account: A problem, Account: An error",
                "account: Cannot reach api.example, account: Could not connect, account: Can't connect",
                "Account: Max Region: us",
                "Account: Max, Account: Claude Max, Account: Max 20x, Account: Claude Max Plan: Max",
                "Account: Copilot Business, Account: Student, Account: Power, Account: Ultra",
                "Account: Amazon Q Developer Pro, Account: Microsoft, Account: Apple ID, Account: OpenAI",
                "Account: GitHub Copilot Pro+, Account: Anthropic Team",
                "Account: None. Run codex login",
                "Your account. Use another user: it has none",
                "codex@1.2.3, claude-code@latest, kiro-cli@v2, owner/pkg@1.2.3",
                "npm install -g @openai/codex@0.171.0.",
                "@openai/codex@0.172.0-alpha.3 or @openai/codex@latest, actions/checkout@v4",
                "100%40 of it",
                "a rate of 2026-0827-1200-1, or 12345-6789-0123",
                "org-wide, user-defined_preferences, user-understandabilities",
                "1d-0123456789, end-0123456789",
                "Unexpected token '<', \"<!DOCTYPE \"... is not valid JSON"
            })
    void leavesOrdinaryTextAlone(String text) {
        assertEquals(text, IdentityMask.mask(text));
    }

    @Test
    void returnsTheSameTextWhenThereIsNothingToMask() {
        String text = "Credits (1.00 of 50 covered in plan)";
        assertSame(text, IdentityMask.mask(text));
    }

    /** Counted, as a time would say nothing on a busy machine. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a@",
                "@",
                "a-",
                "a_",
                "a.",
                "token",
                "token=",
                "token_",
                "api_",
                "eyJ",
                "eyJaaaa.",
                "bearer ",
                "arn:",
                "arn:a:",
                "1",
                "password \t",
                "\"",
                "aaaaaaaaaaaaaaaaaaaaaaaa_",
                "a-b_c-d_",
                "://",
                "://a",
                "sk-",
                "sk-ant-",
                "?code=",
                "&a",
                "authorization: token ",
                "organization ",
                "org: ",
                "token\\",
                "organization '",
                "organization\\\\",
                "%",
                "%40",
                "a%40",
                "a%25",
                "\"a",
                "\"@",
                "A ",
                "Ab <",
                "<***@***>",
                "a@[",
                "&#64;",
                "e\u0301",
                "/home/",
                "/Users/a ",
                "C:\\",
                "C:\\Users\\a b",
                "logged in to ",
                "logged in as a.",
                "logged in as A ",
                "logged in as van ",
                "user: ",
                "user:A",
                "account: A ",
                "account: A. ",
                "username: Ab van der ",
                "user:\t\t",
                "a@1.",
                "a@1.2-rc.1",
                "codex@1.",
                "a/a@1 ",
                "a-b/",
                "user: A.",
                "user: A. ",
                "user: Dr. ",
                "user: Max ",
                "user: Unknown ",
                "user: A, A ",
                "full name: A, A ",
                "logged in as A, ",
                "user-a",
                "org-aaaaaaaaaaaaaaaa",
                "d-",
                "0123-",
                "cookie:a;",
                "cookie: a=b; ",
                "account id ",
                "login=",
                "secret key"
            })
    void readsEachCharacterOfHostileTextAFewTimes(String piece) {
        String text = piece.repeat(20_000 / piece.length());
        for (IdentityMask.Rule rule : IdentityMask.rules()) {
            long half = reads(rule.pattern(), text.substring(0, text.length() / 2));
            long all = reads(rule.pattern(), text);
            // A quadratic pattern would read each 10 000 times, and four times as much of twice the text. Some
            // patterns take up to 8192 characters at once, which is no small part of the text.
            assertTrue(all < 200L * text.length(), () -> rule.pattern() + " reads " + all + " characters");
            assertTrue(
                    all < 2.2 * half + 10 * text.length(), () -> rule.pattern() + " reads " + half + ", then " + all);
        }
    }

    private static long reads(Pattern pattern, String text) {
        CountedText counted = new CountedText(text);
        Matcher matcher = pattern.matcher(counted);
        while (matcher.find()) {
            // Only the reads matter.
        }
        return counted.reads;
    }

    /** Counts how often a character is read. */
    private static final class CountedText implements CharSequence {

        private final String text;
        private long reads;

        CountedText(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            reads++;
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"@", "a.", "a@", "\"", "token="})
    @Timeout(60)
    void masksAMegabyteOfHostileText(String piece) {
        assertFalse(IdentityMask.mask(piece.repeat(1_000_000 / piece.length())).isEmpty());
    }

    @Test
    void masksAmidHostileText() {
        String masked = IdentityMask.mask("a-".repeat(100_000) + " jane@example.com " + "a@".repeat(100_000));
        assertFalse(masked.contains("jane"));
        assertFalse(masked.contains("example"));
    }

    @Test
    void masksAddressesOfAnyLength() {
        for (int length : new int[] {63, 64, 65, 1000}) {
            String local = "j".repeat(length);
            assertEquals("to ***@*** now", IdentityMask.mask("to " + local + "@example.com now"));
            assertEquals("to ***@*** now", IdentityMask.mask("to jane@" + local + local + local + local + ".com now"));
        }
    }

    /** What the texts below are made of: identities, what introduces them, and what may stand between. */
    private static final List<String> PARTS = List.of(
            ("jane@example.com|%40|&#64;|@|\"|'|\\|<|>|(|)|[|]|.|,|; |=|:|://|/|?|&|-|_|%|*|***| |\n|\u200b|\u0430|a|x|1|12"
                            + "|Ada|Ada |/home/|C:\\Users\\|logged in as |root|organization|org|tenant \"|full name"
                            + "|123456789012|1234-|sk-ant-|ghp_|user-INVENTED0000000000|d-0123456789|eyJabcd|arn:|aws:"
                            + "|awsapps.com|token|password|api key|login|user_id|user: |account name: |van |M. |Dr. |, |/|codex|Muster|Max |1.2|v4|latest|-rc.1|cookie|code=|state=|Bearer |bearer"
                            + "|authorization: |basic ")
                    .split("\\|"));

    /** A made-up text, the same for a seed at every run. */
    private static String textOf(int seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        for (int count = 1 + random.nextInt(9); count > 0; count--) {
            text.append(PARTS.get(random.nextInt(PARTS.size())));
        }
        return text.toString();
    }

    @Test
    void leavesNothingThatARuleWouldMask() {
        for (int seed = 0; seed < 10_000; seed++) {
            String text = textOf(seed);
            String masked = IdentityMask.mask(text);
            assertEquals(masked, IdentityMask.mask(masked), text);
            for (IdentityMask.Rule rule : IdentityMask.rules()) {
                // This also shows that no rule has been passed over for want of its signs.
                assertEquals(masked, rule.replaceIn(masked), () -> text + " by " + rule.pattern());
            }
        }
    }

    /** The shortest address, of three characters, becomes seven asterisks and signs. */
    @Test
    void isNeverMuchLongerThanTheText() {
        for (int seed = 0; seed < 10_000; seed++) {
            String text = textOf(seed);
            assertTrue(3 * IdentityMask.mask(text).length() <= 7 * text.length(), text);
        }
    }

    @Test
    void leavesNoAddressAmidAnything() {
        for (int seed = 0; seed < 10_000; seed++) {
            String text = textOf(seed) + " jane@example.com " + textOf(-seed);
            String masked = IdentityMask.mask(text);
            assertFalse(masked.contains("jane"), text);
        }
    }

    @Test
    void refusesNull() {
        assertThrows(NullPointerException.class, () -> IdentityMask.mask(null));
    }
}
