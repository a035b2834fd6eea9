package dev.codexbar.server.page;

import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;

/**
 * The page for people: complete without scripts, and patched by one where there are some. Stateless.
 *
 * @since 0.1.0
 */
public final class UsagePage {

    private UsagePage() {}

    /**
     * Returns a page.
     *
     * @param request what it shows
     * @return a document in HTML, which refers to {@link PageAssets}
     */
    @SuppressWarnings("NullAway") // null is how JTE says that there is no interceptor
    public static String render(PageRequest request) {
        StringOutput html = new StringOutput();
        // Called directly: the engine of JTE would look the class up by reflection, which the module does not allow.
        JtepageGenerated.render(new OwaspHtmlTemplateOutput(html), null, Page.of(request, PageAssets.version()));
        return html.toString();
    }
}
