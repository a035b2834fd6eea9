package dev.codexbar.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
                "managed by your company; see https://kiro.dev/company"
            })
    void leavesOrdinaryTextAlone(String text) {
        assertEquals(text, IdentityMask.mask(text));
    }

    @Test
    void returnsTheSameTextWhenThereIsNothingToMask() {
        String text = "Credits (1.00 of 50 covered in plan)";
        assertSame(text, IdentityMask.mask(text));
    }

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
                "organization\\\\"
            })
    @Timeout(30)
    void takesLinearTimeOnHostileText(String piece) {
        String masked = IdentityMask.mask(piece.repeat(500_000 / piece.length()));
        assertFalse(masked.isEmpty());
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

    @Test
    void doesNotMaskTwice() {
        String masked = IdentityMask.mask("jane@example.com token=abc Bearer x arn:aws:x 123456789012");
        assertEquals(masked, IdentityMask.mask(masked));
    }

    @Test
    void refusesNull() {
        assertThrows(NullPointerException.class, () -> IdentityMask.mask(null));
    }
}
