/**
 * Tenon's text models behind the interfaces of LangChain4j: {@link
 * dev.tenon.langchain4j.LangChainEmbeddingModel}, where reading starts, makes vectors of texts, and
 * {@link dev.tenon.langchain4j.LangChainScoringModel} tells how well texts answer a query.
 */
@NullMarked
package dev.tenon.langchain4j;

import org.jspecify.annotations.NullMarked;
