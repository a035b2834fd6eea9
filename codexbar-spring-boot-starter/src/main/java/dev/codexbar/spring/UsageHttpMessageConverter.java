package dev.codexbar.spring;

import dev.codexbar.core.UsageResult;
import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.json.UsageReport;
import dev.codexbar.monitor.UsageView;
import dev.codexbar.server.UsageReports;
import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractGenericHttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotReadableException;

/**
 * Writes what a controller returns as the published JSON: a snapshot, a result, a view or a report, or a collection of
 * them. It is always an array, as readers of that shape expect. Other types are left to the other converters.
 */
final class UsageHttpMessageConverter extends AbstractGenericHttpMessageConverter<Object> {

    private final boolean identityShown;
    private final Clock clock;

    UsageHttpMessageConverter(boolean identityShown, Clock clock) {
        super(MediaType.APPLICATION_JSON, new MediaType("application", "*+json"));
        this.identityShown = identityShown;
        this.clock = clock;
    }

    @Override
    protected boolean supports(Class<?> type) {
        // Compared one by one, so that the types are loaded with the first answer and not with this class.
        return type == UsageSnapshot.class
                || type == UsageResult.class
                || type == UsageReport.class
                || type == UsageView.class;
    }

    @Override
    public boolean canWrite(@Nullable Type type, Class<?> valueType, @Nullable MediaType mediaType) {
        return canWrite(mediaType)
                && (supports(valueType)
                        || (type != null
                                && Collection.class.isAssignableFrom(valueType)
                                && supports(ResolvableType.forType(type)
                                        .asCollection()
                                        .getGeneric()
                                        .toClass())));
    }

    /** Looks at the media type first: the start of an application asks about text. */
    @Override
    public boolean canWrite(Class<?> type, @Nullable MediaType mediaType) {
        return canWrite(mediaType) && supports(type);
    }

    @Override
    public boolean canRead(Class<?> type, @Nullable MediaType mediaType) {
        return false;
    }

    /** Overridden too: the inherited method accepts any JSON for a type with parameters, such as a list. */
    @Override
    public boolean canRead(Type type, @Nullable Class<?> contextClass, @Nullable MediaType mediaType) {
        return false;
    }

    @Override
    protected void writeInternal(Object value, @Nullable Type type, HttpOutputMessage message) throws IOException {
        UsageReports reports = identityShown ? UsageReports.withIdentity() : UsageReports.redacted();
        String json = UsageAnswer.json(value, reports, clock.instant());
        message.getBody().write(json.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    protected Object readInternal(Class<?> type, HttpInputMessage message) {
        throw new HttpMessageNotReadableException("usage is only written", message);
    }

    @Override
    public Object read(Type type, @Nullable Class<?> contextClass, HttpInputMessage message) {
        throw new HttpMessageNotReadableException("usage is only written", message);
    }
}
