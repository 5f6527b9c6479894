;;
;select 1;;
 ; 
