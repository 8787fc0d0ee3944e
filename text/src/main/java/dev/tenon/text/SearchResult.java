package dev.tenon.text;

/**
 * A text that a search found.
 *
 * @param index its place among the embeddings, from 0
 * @param score the cosine similarity with the query, from −1 to 1
 */
public record SearchResult(int index, double score) {}
