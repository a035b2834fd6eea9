package com.example.gateway;

import dev.codexbar.core.UsageSnapshot;
import dev.codexbar.monitor.UsageMonitor;
import dev.codexbar.monitor.UsageView;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** An API of the application's own: what it returns becomes the JSON that dashboards of CodexBar read. */
@RestController
class UsageController {

    private final UsageMonitor monitor;
    private final RequestQuota quota;

    UsageController(UsageMonitor monitor, RequestQuota quota) {
        this.monitor = monitor;
        this.quota = quota;
    }

    @GetMapping("/hello")
    String hello() {
        quota.count();
        return "hello";
    }

    @GetMapping("/api/usage")
    List<UsageView> all() {
        return monitor.views();
    }

    @GetMapping("/api/usage/{id}")
    ResponseEntity<UsageSnapshot> one(@PathVariable String id) {
        return ResponseEntity.of(monitor.view(id).flatMap(UsageView::snapshot));
    }
}
