// SPDX-License-Identifier: Apache-2.0
package org.edgepin.gpio.web;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** A file of the page, as it is sent. */
final class Asset {

    /** The parts of the page belong together: the browser asks each time, and mostly hears that it has the newest. */
    private static final String ASK = "no-cache";

    private static final String KEEP_FOR_A_DAY = "public, max-age=86400";

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml",
            "txt", "text/plain; charset=utf-8",
            "woff2", "font/woff2");

    private final String type;
    private final byte[] content;
    private final String tag;
    private final String caching;

    private Asset(String type, byte[] content, String caching) {
        this.type = type;
        this.content = content;
        this.tag = tag(content);
        this.caching = caching;
    }

    /**
     * Makes an asset of a file.
     *
     * @throws IllegalArgumentException if its ending is none of those that the page has
     */
    static Asset of(String name, byte[] content) {
        var ending = name.substring(name.lastIndexOf('.') + 1);
        var type = TYPES.get(ending);
        if (type == null) {
            throw new IllegalArgumentException("no media type for " + name);
        }
        return new Asset(type, content.clone(), ending.equals("woff2") ? KEEP_FOR_A_DAY : ASK);
    }

    /** Returns its media type. */
    String type() {
        return type;
    }

    /** Returns how many bytes it has. */
    int size() {
        return content.length;
    }

    /** Returns its entity tag with the quotes, another one for each other content. */
    String tag() {
        return tag;
    }

    /** Returns how long a browser may keep it without asking. */
    String caching() {
        return caching;
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(content);
    }

    /** Whether a browser that names these tags in {@code If-None-Match} has this content already. */
    boolean isAmong(String tags) {
        for (var each : tags.split(",", -1)) {
            var known = each.strip();
            if (known.equals("*") || known.equals(tag) || known.equals("W/" + tag)) {
                return true;
            }
        }
        return false;
    }

    private static String tag(byte[] content) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(content);
            return '"' + HexFormat.of().formatHex(digest, 0, 8) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java has SHA-256", e);
        }
    }
}
