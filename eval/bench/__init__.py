"""eval/bench"""
