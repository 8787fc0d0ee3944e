/**
 * Tenon's text models behind the interfaces of Spring AI: {@link
 * dev.tenon.springai.SpringEmbeddingModel} makes vectors of texts and documents.
 */
@NullMarked
package dev.tenon.springai;

import org.jspecify.annotations.NullMarked;
