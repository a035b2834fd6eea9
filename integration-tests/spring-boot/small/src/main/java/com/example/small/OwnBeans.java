package com.example.small;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Locale;
import java.util.function.Supplier;
import org.springframework.core.metrics.ApplicationStartup;
import org.springframework.core.metrics.StartupStep;

/** Adds up what the starting thread computes while it makes the beans of CodexBar, and what they depend on alone. */
final class OwnBeans implements ApplicationStartup {

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Thread starting = Thread.currentThread();
    private final Deque<Step> open = new ArrayDeque<>();
    private long nanos;
    private int beans;

    long microseconds() {
        return nanos / 1_000;
    }

    int beans() {
        return beans;
    }

    @Override
    public StartupStep start(String name) {
        Step step = new Step(name);
        if (Thread.currentThread() == starting) {
            open.push(step);
        }
        return step;
    }

    private final class Step implements StartupStep {

        private final String name;
        private final long begin = threads.getCurrentThreadCpuTime();
        private boolean own;

        Step(String name) {
            this.name = name;
        }

        @Override
        public String getName() {
            return name;
        }

        @Override
        public long getId() {
            return 0;
        }

        @Override
        public Long getParentId() {
            return null;
        }

        @Override
        public StartupStep tag(String key, String value) {
            String bean = value.toLowerCase(Locale.ROOT);
            own |= key.equals("beanName")
                    && (bean.contains("codexbar") || bean.equals("usageproviders") || bean.equals("usagemonitor"));
            return this;
        }

        @Override
        public StartupStep tag(String key, Supplier<String> value) {
            return tag(key, value.get());
        }

        @Override
        public Tags getTags() {
            return Collections::emptyIterator;
        }

        @Override
        public void end() {
            if (Thread.currentThread() != starting || !open.remove(this) || !own) {
                return;
            }
            beans++;
            if (open.stream().noneMatch(step -> step.own)) {
                nanos += threads.getCurrentThreadCpuTime() - begin;
            }
        }
    }
}
