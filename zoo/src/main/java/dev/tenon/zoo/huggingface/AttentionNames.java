package dev.tenon.zoo.huggingface;

/**
 * The names of the four dense layers of an attention in the file.
 *
 * @param query that of the queries, such as {@code encoder.layer.0.attention.self.query}
 * @param key that of the keys
 * @param value that of the values
 * @param output that behind the heads
 */
record AttentionNames(String query, String key, String value, String output) {}
