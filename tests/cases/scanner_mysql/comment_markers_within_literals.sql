select '-- ;', '# ;', "/* ;", `*/ ;`;
select 2;
